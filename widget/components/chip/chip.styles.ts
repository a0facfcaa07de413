import { css } from 'lit';

export const chipStyles = css`
  :host {
    min-inline-size: 0;
  }

  .chip {
    display: flex;
    align-items: center;
    gap: 2px;
    min-block-size: 28px;
    max-inline-size: 100%;
    padding: 0;
    padding-inline: 8px 4px;
    border: 0;
    border-radius: 8px;
    background: none;
    color: var(--_text-muted);
    font-size: var(--_font-size-small);
    line-height: 18px;
    cursor: pointer;
    transition:
      background-color var(--_ease),
      color var(--_ease);
  }

  .chip__name {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .chip:focus-visible {
    outline-offset: 1px;
  }

  .chip[aria-expanded='true'] {
    background: var(--_hover);
    color: var(--_text);
  }

  @media (hover: hover) {
    .chip:hover {
      background: var(--_hover);
      color: var(--_text);
    }
  }

  @media (pointer: coarse) {
    .chip {
      min-block-size: 44px;
    }
  }

  @media (forced-colors: active) {
    .chip {
      border: 1px solid ButtonBorder;
    }
  }
`;
