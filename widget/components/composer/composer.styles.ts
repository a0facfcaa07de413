import { css } from 'lit';

export const composerStyles = css`
  .composer {
    border-radius: var(--_radius-composer);
    background: var(--_raised);
    box-shadow: inset 0 0 0 1px var(--_line-strong);
    transition: box-shadow var(--_ease);
  }

  .composer:focus-within {
    box-shadow: inset 0 0 0 1px var(--_focus);
  }

  /* The box grows with a hidden copy of the text: no script measures anything, and it works in every browser. */
  .grow {
    display: grid;
  }

  .grow::after,
  textarea {
    grid-area: 1 / 1;
    inline-size: 100%;
    /* Eight lines, or less where a keyboard leaves little. */
    max-block-size: min(calc(8 * var(--_line-height) + 16px), calc(var(--_viewport-height, 100dvh) * 0.4));
    padding: 12px 14px 4px;
    overflow-wrap: anywhere;
    white-space: pre-wrap;
  }

  .grow::after {
    content: attr(data-text) ' ';
    visibility: hidden;
    overflow: hidden;
  }

  textarea {
    display: block;
    border: 0;
    background: none;
    resize: none;
    overflow-y: auto;
    scrollbar-width: thin;
  }

  /* The box around it shows the focus. */
  textarea:focus-visible {
    outline: none;
  }

  textarea::placeholder {
    color: var(--_text-muted);
    opacity: 1;
  }

  .bar {
    display: flex;
    align-items: center;
    gap: 2px;
    padding: 4px 8px 8px;
  }

  .tools {
    display: flex;
    flex: 1;
    gap: 2px;
    min-inline-size: 0;
  }

  .offline,
  .too-long {
    margin: 0;
    padding: 0 14px 4px;
    color: var(--_text-muted);
    font-size: var(--_font-size-small);
    line-height: 18px;
  }

  .offline:empty {
    padding: 0;
  }

  .too-long.too-long {
    color: var(--_danger);
  }

  .send {
    inline-size: 32px;
    block-size: 32px;
    background: var(--_accent);
    color: var(--_on-accent);
  }

  .send[aria-disabled='true'] {
    background: var(--_hover);
    color: var(--_text-muted);
    cursor: default;
  }

  .send--stop {
    background: var(--_text);
    color: var(--_surface);
  }

  .send--stop svg {
    fill: currentColor;
  }

  @media (hover: hover) {
    .send:not([aria-disabled='true']):hover {
      background: var(--_accent-hover);
      color: var(--_on-accent);
    }

    .send.send--stop:hover {
      background: var(--_text);
      color: var(--_surface);
    }
  }

  @media (pointer: coarse) {
    /* Under 16 px, iOS zooms the page when the field gets focus. */
    .grow::after,
    textarea {
      font-size: 16px;
    }

    .send {
      position: relative;
      inline-size: 36px;
      block-size: 36px;
    }

    /* A finger's width to hit, without a button of that size. */
    .send::after {
      position: absolute;
      inset: -4px;
      content: '';
    }
  }

  @media (forced-colors: active) {
    .composer {
      border: 1px solid CanvasText;
    }

    .composer:focus-within {
      border-color: Highlight;
    }

    .send[aria-disabled='true'] {
      border-color: GrayText;
      color: GrayText;
    }
  }
`;
