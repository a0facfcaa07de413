import { css } from 'lit';

/** Buttons: a square one that holds an icon, and a labelled one, quiet or (`--primary`) filled with the accent. */
export const button = css`
  .icon-button,
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    border: 0;
    background: none;
    cursor: pointer;
    text-decoration: none;
    transition:
      background-color var(--_ease),
      color var(--_ease);
  }

  .icon-button {
    flex: none;
    inline-size: var(--_control);
    block-size: var(--_control);
    padding: 0;
    border-radius: var(--_radius-control);
    color: var(--_text-muted);
  }

  .button {
    min-block-size: var(--_control);
    padding: 6px 14px;
    gap: 6px;
    border-radius: var(--_radius-control);
    color: var(--_text);
    font-size: calc(var(--_font-size) - 1px);
    line-height: 20px;
    font-weight: var(--_medium);
    box-shadow: inset 0 0 0 1px var(--_line-strong);
  }

  .button--primary {
    background: var(--_accent);
    color: var(--_on-accent);
    box-shadow: none;
  }

  @media (hover: hover) {
    .icon-button:hover,
    .button:hover {
      background: var(--_hover);
      color: var(--_text);
    }

    .button--primary:hover {
      background: var(--_accent-hover);
      color: var(--_on-accent);
    }
  }

  @media (pointer: coarse) {
    .icon-button {
      inline-size: 44px;
      block-size: 44px;
    }

    .button {
      min-block-size: 44px;
    }
  }

  @media (forced-colors: active) {
    .icon-button,
    .button {
      border: 1px solid ButtonBorder;
    }
  }
`;
