import { css } from 'lit';

/** `--_reveal` is what the list says about the message: 1 while it is the newest, hovered, or holds the focus. */
export const messageActionsStyles = css`
  :host {
    margin-block-end: calc(-1 * var(--_row));
    font-size: var(--_font-size-small);
    line-height: 18px;
    user-select: none;
  }

  .row,
  .quiet,
  .branches {
    display: flex;
    align-items: center;
  }

  .row {
    min-block-size: var(--_row);
    margin-inline: -6px;
    color: var(--_text-muted);
  }

  :host([end]) .row {
    justify-content: flex-end;
  }

  .quiet {
    flex-wrap: wrap;
    opacity: var(--_reveal, 0);
    transition: opacity var(--_ease);
  }

  @media (hover: none) {
    .quiet {
      opacity: 1;
    }
  }

  .icon-button {
    inline-size: 28px;
    block-size: 28px;
    border-radius: 8px;
  }

  [aria-disabled] {
    opacity: 0.4;
    cursor: default;
  }

  .icon-button[aria-pressed='true'] {
    color: var(--_accent-text);
  }

  .icon-button[aria-pressed='true'] svg {
    fill: var(--_tint);
  }

  /* With room for fingers both don't fit into one line of a phone. */
  @media (pointer: coarse) and (max-width: 480px) {
    .row {
      flex-wrap: wrap;
    }

    .branches {
      inline-size: 100%;
    }

    :host([end]) .branches {
      justify-content: flex-end;
    }
  }

  .branches .icon-button:dir(rtl) {
    scale: -1 1;
  }

  time,
  .branches__place {
    padding-inline: 4px;
    font-variant-numeric: tabular-nums;
  }

  .tray {
    display: flex;
    flex-direction: column;
    gap: 8px;
    margin-block: 4px 8px;
    padding: 12px;
    border-radius: var(--_radius-card);
    background: var(--_sunken);
    box-shadow: inset 0 0 0 1px var(--_line);
    text-align: start;
    user-select: text;
  }

  .tray--list {
    gap: 0;
    padding: 4px;
  }

  .tray p,
  .note {
    margin: 0;
    color: var(--_text-muted);
  }

  .note {
    padding-block-end: 8px;
  }

  .label {
    font-weight: var(--_medium);
  }

  .field {
    padding: 8px 10px;
    border: 0;
    border-radius: 8px;
    background: var(--_raised);
    box-shadow: inset 0 0 0 1px var(--_line-strong);
    font-size: 14px;
    line-height: 20px;
    resize: none;
    field-sizing: content;
  }

  .buttons {
    display: flex;
    justify-content: flex-end;
    gap: 8px;
  }

  .model {
    display: flex;
    flex-direction: column;
    padding: 8px;
    border: 0;
    border-radius: 8px;
    background: none;
    font-size: 14px;
    text-align: start;
    cursor: pointer;
  }

  .model small {
    color: var(--_text-muted);
    font-size: var(--_font-size-small);
  }

  .model:hover {
    background: var(--_hover);
  }

  @media (pointer: coarse) {
    .icon-button {
      inline-size: 44px;
      block-size: 44px;
    }

    .model {
      min-block-size: 44px;
    }

    /* Anything smaller makes a phone zoom into the page. */
    .field {
      font-size: 16px;
    }
  }

  @media (forced-colors: active) {
    .icon-button {
      border: 0;
    }

    .icon-button[aria-pressed='true'] {
      outline: 1px solid Highlight;
    }
  }
`;
