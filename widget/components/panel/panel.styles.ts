import { css } from 'lit';

/** Where a floating panel fills the screen, phones on their side included; the same in the rules below. */
export const sheetQuery = '(max-width: 480px), (max-height: 480px)';

export const panelStyles = css`
  :host {
    display: block;
    block-size: 100%;
    overflow: clip;
    border-radius: var(--_radius);
    background: var(--_surface);
    box-shadow: inset 0 0 0 1px var(--_line);
  }

  :host([floating]) {
    position: fixed;
    inset-block: auto var(--_inset-block);
    inset-inline: auto var(--_inset-inline);
    display: none;
    inline-size: var(--_inline-size, var(--paynless-width, 400px));
    block-size: var(--_block-size, var(--paynless-height, 640px));
    max-inline-size: calc(100vw - 2 * var(--_inset-inline));
    /* Of the window both; only the second heeds a page that is zoomed by its style sheet. */
    max-block-size: var(--_block-size-max, min(80dvh, 80%));
    opacity: 0;
    box-shadow: var(--_shadow);
    translate: 0 12px;
    scale: 0.97;
    transform-origin: 100% 100%;
    transition:
      opacity var(--_ease),
      translate var(--_ease),
      scale var(--_ease),
      display var(--_ease) allow-discrete;
  }

  :host([floating]:dir(rtl)) {
    transform-origin: 0 100%;
  }

  :host([floating][open]) {
    display: block;
    opacity: 1;
    translate: none;
    scale: none;
  }

  @starting-style {
    :host([floating][open]) {
      opacity: 0;
      translate: 0 12px;
      scale: 0.97;
    }
  }

  .frame {
    position: relative;
    display: flex;
    block-size: 100%;
  }

  /* What lies over the conversation, or beside it where there is room. */
  slot[name='overlay']::slotted(*) {
    position: absolute;
    z-index: 1;
    inset: 0;
  }

  .frame--wide slot[name='overlay']::slotted(*) {
    position: relative;
    flex: 0 0 280px;
    min-inline-size: 0;
    border-inline-end: 1px solid var(--_line);
  }

  .main {
    display: flex;
    flex: 1;
    flex-direction: column;
    min-inline-size: 0;
  }

  .header {
    display: flex;
    flex: none;
    align-items: center;
    gap: 4px;
    block-size: var(--_header-height);
    padding-inline: var(--_gutter) 8px;
    border-block-end: 1px solid var(--_line);
    background: var(--paynless-header, none);
    color: var(--paynless-header-text, var(--_text));
  }

  .header .icon-button {
    color: var(--paynless-header-text, var(--_text-muted));
  }

  .title {
    flex: 1;
    min-inline-size: 0;
    margin: 0;
    overflow: hidden;
    font-size: inherit;
    line-height: inherit;
    font-weight: var(--_bold);
    letter-spacing: -0.006em;
    text-overflow: ellipsis;
    white-space: nowrap;
    /* A name is written in its own direction, and stands where the panel's begins. */
    text-align: left;
  }

  .header:dir(rtl) .title {
    text-align: right;
  }

  slot:not([name])::slotted(*) {
    flex: 1;
    min-block-size: 0;
  }

  .footer {
    display: flex;
    flex: none;
    flex-direction: column;
    gap: 8px;
    inline-size: 100%;
    max-inline-size: var(--_content-width);
    margin-inline: auto;
    padding: 0 var(--_gutter) 12px;
  }

  /* The whole screen of a phone, and what the keyboard leaves of it. The page behind is not scrolled from here. */
  @media (max-width: 480px), (max-height: 480px) {
    :host([floating][floating]) {
      inset: var(--_viewport-top, 0) 0 auto;
      inline-size: auto;
      max-inline-size: none;
      block-size: var(--_viewport-height, 100dvh);
      max-block-size: none;
      padding: env(safe-area-inset-top) env(safe-area-inset-right) 0 env(safe-area-inset-left);
      border-radius: 0;
      box-shadow: none;
      scale: none;
      touch-action: pinch-zoom;
    }

    :host([floating]) .footer {
      padding-block-end: max(12px, env(safe-area-inset-bottom));
    }
  }

  @media (prefers-reduced-motion: reduce) {
    :host([floating]) {
      transition: none;
    }
  }

  @media (forced-colors: active) {
    :host {
      border: 1px solid CanvasText;
    }
  }
`;
