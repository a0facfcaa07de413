import { css } from 'lit';

/** Where a floating panel fills the screen; the same in the rules below. */
export const sheetQuery = '(max-width: 480px)';

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
    inline-size: 400px;
    block-size: 640px;
    max-block-size: 80vh;
    max-block-size: 80dvh;
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
    display: flex;
    flex-direction: column;
    block-size: 100%;
  }

  .header {
    display: flex;
    flex: none;
    align-items: center;
    gap: 4px;
    block-size: 52px;
    padding-inline: 16px 8px;
    border-block-end: 1px solid var(--_line);
  }

  .title {
    flex: 1;
    margin: 0;
    overflow: hidden;
    font-size: 15px;
    line-height: 22px;
    font-weight: 600;
    letter-spacing: -0.006em;
    text-overflow: ellipsis;
    white-space: nowrap;
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
    max-inline-size: 720px;
    margin-inline: auto;
    padding: 0 16px 12px;
  }

  /* The whole screen of a phone, and what the keyboard leaves of it. */
  @media (max-width: 480px) {
    :host([floating][floating]) {
      inset: var(--_viewport-top, 0) 0 auto;
      inline-size: auto;
      block-size: var(--_viewport-height, 100dvh);
      max-block-size: none;
      padding: env(safe-area-inset-top) env(safe-area-inset-right) 0 env(safe-area-inset-left);
      border-radius: 0;
      box-shadow: none;
      scale: none;
      transform-origin: 50% 100%;
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
