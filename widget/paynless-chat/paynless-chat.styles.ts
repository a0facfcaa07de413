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
    block-size: 640px;
    color-scheme: var(--_scheme);
    --_inset-inline: var(--paynless-inset-inline, 20px);
    --_inset-block: calc(var(--paynless-inset-block, 20px) + env(safe-area-inset-bottom, 0px));
  }

  :host(:not([mode='inline'])) {
    all: initial !important;
    position: fixed !important;
    z-index: var(--paynless-z-index, 2147483000) !important;
    inset-block: auto var(--_inset-block) !important;
    inset-inline: auto var(--_inset-inline) !important;
    display: block !important;
    inline-size: 52px !important;
    block-size: 52px !important;
    color-scheme: var(--_scheme) !important;
  }

  :host([hidden]) {
    display: none !important;
  }

  @media print {
    :host(:not([mode='inline'])) {
      display: none !important;
    }
  }
`;
