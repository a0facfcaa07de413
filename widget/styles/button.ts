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
    inline-size: 36px;
    block-size: 36px;
    padding: 0;
    border-radius: 10px;
    color: var(--_text-muted);
  }

  .button {
    min-block-size: 36px;
    padding: 6px 14px;
    gap: 6px;
    border-radius: 10px;
    color: var(--_text);
    font-size: 14px;
    line-height: 20px;
    font-weight: 500;
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
