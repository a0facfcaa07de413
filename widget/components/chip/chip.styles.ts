import { css } from 'lit';

export const chipStyles = css`
  :host {
    min-inline-size: 0;
  }

  .chip {
    position: relative;
    display: flex;
    align-items: center;
    gap: 2px;
    min-block-size: 28px;
    max-inline-size: 100%;
    padding-inline: 8px 4px;
    border-radius: 8px;
    color: var(--_text-muted);
    font-size: 13px;
    line-height: 18px;
    transition:
      background-color var(--_ease),
      color var(--_ease);
  }

  .chip__name {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  /* The real control lies invisibly over the drawing: the platform's own list, keyboard and touch behaviour. */
  select {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    opacity: 0;
    cursor: pointer;
    appearance: none;
  }

  select option {
    background: var(--_raised);
    color: var(--_text);
  }

  .chip:has(:focus-visible) {
    outline: 2px solid var(--_accent-text);
    outline-offset: 1px;
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
`;
