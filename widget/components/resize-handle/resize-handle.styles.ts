import { css } from 'lit';

export const resizeHandleStyles = css`
  :host {
    display: contents;
  }

  .icon-button {
    color: var(--paynless-header-text, var(--_text-muted));
  }

  .handle,
  .edge {
    position: absolute;
    z-index: 2;
    touch-action: none;
    user-select: none;
  }

  .edge--block {
    inset-block-start: 0;
    inset-inline: 24px 12px;
    block-size: 5px;
    cursor: ns-resize;
  }

  .edge--inline {
    inset-block: 24px 12px;
    inset-inline-start: 0;
    inline-size: 5px;
    cursor: ew-resize;
  }

  .handle {
    inset-block-start: 0;
    inset-inline-start: 0;
    inline-size: 24px;
    block-size: 24px;
    border-start-start-radius: var(--_radius);
    cursor: nwse-resize;
  }

  .handle:dir(rtl) {
    cursor: nesw-resize;
  }

  /* A quiet grip that follows the panel's own corner. */
  .handle::before {
    position: absolute;
    inset-block-start: 5px;
    inset-inline-start: 5px;
    inline-size: 12px;
    block-size: 12px;
    border: 2px solid var(--_text-muted);
    border-block-end: 0;
    border-inline-end: 0;
    border-start-start-radius: max(2px, calc(var(--_radius) - 5px));
    opacity: 0;
    transition: opacity var(--_ease);
    content: '';
  }

  .handle:is(:hover, :focus-visible, :active)::before {
    opacity: 1;
  }

  .handle:focus-visible {
    outline-offset: -3px;
  }
`;
