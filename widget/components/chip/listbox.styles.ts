import { css } from 'lit';

export const listboxStyles = css`
  .listbox {
    position: fixed;
    z-index: 2;
    inset: 0 auto auto 0;
    inline-size: max-content;
    min-inline-size: 200px;
    max-inline-size: min(320px, calc(100vw - 16px));
    margin: 0;
    padding: 6px;
    border: 0;
    border-radius: calc(var(--_radius-control) + 6px);
    background: var(--_raised);
    color: var(--_text);
    box-shadow: var(--_shadow);
    overflow-y: auto;
    overscroll-behavior: contain;
    scrollbar-width: thin;
    animation: appear var(--_ease);
  }

  /* The option that the keys would choose shows the focus. */
  .listbox:focus-visible {
    outline: none;
  }

  .option {
    display: grid;
    grid-template-columns: 1fr 16px;
    align-items: center;
    column-gap: 12px;
    min-block-size: 36px;
    padding: 7px 10px;
    border-radius: var(--_radius-control);
    font-size: calc(var(--_font-size) - 1px);
    line-height: 20px;
    cursor: pointer;
  }

  .option--active {
    background: var(--_hover);
  }

  .listbox:focus-visible .option--active {
    outline: 2px solid var(--_focus);
    outline-offset: -2px;
  }

  .option[aria-selected='true'] .option__name {
    font-weight: var(--_medium);
  }

  .option svg {
    color: var(--_accent-text);
  }

  .option__description {
    grid-column: 1;
    color: var(--_text-muted);
    font-size: var(--_font-size-small);
    line-height: 18px;
    text-wrap: pretty;
  }

  @keyframes appear {
    from {
      opacity: 0;
    }
  }

  @media (pointer: coarse) {
    .option {
      min-block-size: 44px;
    }
  }

  @media (forced-colors: active) {
    .listbox {
      border: 1px solid CanvasText;
    }

    .option--active {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }
  }
`;
