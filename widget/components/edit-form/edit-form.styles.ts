import { css } from 'lit';

export const editFormStyles = css`
  :host {
    inline-size: 100%;
  }

  .edit {
    padding: 4px 8px 8px;
    border-radius: var(--_radius-bubble);
    background: var(--_bubble);
    color: var(--_bubble-text);
  }

  .edit:focus-within {
    box-shadow: inset 0 0 0 1px var(--_focus);
  }

  /* As in the composer: a hidden copy of the text makes the field grow. */
  .grow {
    display: grid;
  }

  .grow::after,
  textarea {
    grid-area: 1 / 1;
    inline-size: 100%;
    max-block-size: calc(12 * var(--_line-height));
    padding: 8px 6px;
    overflow-wrap: anywhere;
    white-space: pre-wrap;
  }

  .grow::after {
    content: attr(data-text) ' ';
    visibility: hidden;
    overflow: hidden;
  }

  textarea {
    border: 0;
    background: none;
    resize: none;
    overflow-y: auto;
  }

  /* The box around it shows the focus. */
  textarea:focus-visible {
    outline: none;
  }

  .buttons {
    display: flex;
    justify-content: flex-end;
    gap: 8px;
  }

  .button[aria-disabled='true'] {
    opacity: 0.5;
    cursor: default;
  }

  .too-long {
    margin: 0;
    padding: 0 6px 6px;
    color: var(--_danger);
    font-size: var(--_font-size-small);
    line-height: 18px;
  }

  @media (pointer: coarse) {
    .grow {
      font-size: 16px;
    }
  }
`;
