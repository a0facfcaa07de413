import { css } from 'lit';

/*
 * A page's own rules for this tag win over plain `:host` rules, and lose against important ones: floating, nothing of a
 * page's CSS reaches the widget but custom properties. Inline, the page decides about the box (its size, its margins),
 * and the panel inside starts from nothing.
 */
export const paynlessChatStyles = css`
  :host {
    all: initial;
    display: block;
    block-size: var(--paynless-height, 640px);
    color-scheme: var(--_scheme);
  }

  :host(:not([mode='inline'])) {
    all: initial !important;
    position: fixed !important;
    z-index: var(--paynless-z-index, 2147480000) !important;
    inset-block: auto var(--_inset-block) !important;
    inset-inline: auto var(--_inset-inline) !important;
    display: block !important;
    inline-size: var(--_launcher-size) !important;
    block-size: var(--_launcher-size) !important;
    color-scheme: var(--_scheme) !important;
  }

  :host([hidden]) {
    display: none !important;
  }

  /* Until it has come, what stands in it stands where it will. */
  paynless-message-list:not(:defined) {
    display: flex;
    flex-direction: column;
    justify-content: flex-end;
    box-sizing: border-box;
    padding: 16px;
  }

  /*
   * Said by the launcher, or in the place of an inline chat, when the rest of the widget would not load: its colours
   * have not come either, so the system's do.
   */
  .failure {
    position: absolute;
    inset-block-end: calc(100% + 12px);
    inset-inline-end: 0;
    box-sizing: border-box;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 12px;
    inline-size: max-content;
    max-inline-size: calc(100vw - 2 * var(--_inset-inline));
    padding: 10px 16px;
    border-radius: 12px;
    background: var(--paynless-surface, Canvas);
    color: var(--paynless-text, CanvasText);
    font: 400 14px/20px var(--_font);
    box-shadow:
      0 0 0 1px rgb(128 128 140 / 0.3),
      0 8px 24px rgb(14 16 27 / 0.16);
  }

  :host([mode='inline']) .failure {
    position: static;
    inline-size: auto;
    max-inline-size: none;
  }

  .failure button {
    min-block-size: 32px;
    padding: 0;
    border: 0;
    background: none;
    color: inherit;
    font: inherit;
    font-weight: 500;
    text-decoration: underline;
    text-underline-offset: 3px;
    cursor: pointer;
  }

  .failure button:focus-visible {
    outline: 2px solid;
    outline-offset: 2px;
  }

  @media (pointer: coarse) {
    .failure button {
      min-block-size: 44px;
    }
  }

  @media print {
    :host(:not([mode='inline'])) {
      display: none !important;
    }
  }
`;
