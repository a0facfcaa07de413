import { css } from 'lit';

export const historyPanelStyles = css`
  .frame {
    display: flex;
    flex-direction: column;
    block-size: 100%;
    background: var(--_surface);
    animation: come var(--_ease);
  }

  @keyframes come {
    from {
      opacity: 0;
      translate: 0 8px;
    }
  }

  .header {
    display: flex;
    flex: none;
    align-items: center;
    gap: 4px;
    block-size: var(--_header-height);
    padding-inline: 8px;
    border-block-end: 1px solid var(--_line);
  }

  .back:dir(rtl) svg {
    scale: -1 1;
  }

  .heading {
    flex: 1;
    margin: 0;
    padding-inline-start: 4px;
    font-size: inherit;
    line-height: inherit;
    font-weight: var(--_bold);
    letter-spacing: -0.006em;
  }

  .search {
    position: relative;
    flex: none;
    padding: 12px var(--_gutter) 4px;
  }

  .search > svg {
    position: absolute;
    inset-block-start: calc(12px + (var(--_control) - 16px) / 2);
    inset-inline-start: calc(var(--_gutter) + 11px);
    color: var(--_text-muted);
    pointer-events: none;
  }

  .field {
    inline-size: 100%;
    min-block-size: var(--_control);
    margin: 0;
    padding: 6px 12px;
    border: 0;
    border-radius: var(--_radius-control);
    background: var(--_raised);
    box-shadow: inset 0 0 0 1px var(--_line-strong);
    appearance: none;
  }

  .field:focus-visible {
    outline: none;
    box-shadow: inset 0 0 0 2px var(--_focus);
  }

  .field::placeholder {
    color: var(--_text-muted);
    opacity: 1;
  }

  .field--search {
    padding-inline: 36px;
    font-size: calc(var(--_font-size) - 1px);
  }

  .field--search::-webkit-search-cancel-button {
    display: none;
  }

  .clear {
    position: absolute;
    inset-block-start: 12px;
    inset-inline-end: var(--_gutter);
    inline-size: var(--_control);
    block-size: var(--_control);
  }

  .scroller {
    flex: 1;
    min-block-size: 0;
    padding: 4px 8px 12px;
    overflow-y: auto;
    overscroll-behavior: contain;
    scrollbar-width: thin;
    scrollbar-color: var(--_line-strong) transparent;
  }

  .note {
    margin: 0;
    padding: 16px 10px;
    color: var(--_text-muted);
    text-wrap: balance;
  }

  .note:empty {
    padding: 0;
  }

  .failed {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px 12px;
    padding: 12px 10px;
  }

  .failed p {
    flex: 1 1 160px;
    margin: 0;
  }

  .more {
    inline-size: 100%;
    margin-block-start: 8px;
    color: var(--_text-muted);
    box-shadow: none;
  }

  .skeleton {
    display: flex;
    flex-direction: column;
    gap: 22px;
    padding: 24px 10px;
    animation: appear 160ms 150ms backwards;
  }

  .skeleton i {
    inline-size: 62%;
    block-size: 12px;
    border-radius: 6px;
    background: var(--_hover);
  }

  .skeleton i:nth-child(even) {
    inline-size: 44%;
  }

  .toast {
    display: flex;
    flex: none;
    align-items: center;
    gap: 8px;
    margin: 0 var(--_gutter) max(12px, env(safe-area-inset-bottom));
    padding-block: 6px;
    padding-inline: 14px 6px;
    border-radius: var(--_radius-card);
    background: var(--_text);
    color: var(--_surface);
    font-size: calc(var(--_font-size) - 1px);
    line-height: 20px;
    animation: come var(--_ease);
  }

  .toast span {
    flex: 1;
    min-inline-size: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .toast .button {
    min-block-size: 32px;
    color: inherit;
    box-shadow: none;
    text-decoration: underline;
    text-underline-offset: 3px;
  }

  .toast .button:focus-visible {
    outline-color: currentColor;
    outline-offset: -2px;
  }

  .alert {
    margin: 8px var(--_gutter) 0;
    color: var(--_danger);
    font-size: calc(var(--_font-size) - 1px);
    line-height: 20px;
  }

  @keyframes appear {
    from {
      opacity: 0;
    }
  }

  @media (hover: hover) {
    .toast .button:hover {
      background: none;
      color: inherit;
    }
  }

  @media (pointer: coarse) {
    /* Under 16 px, iOS zooms the page when the field gets focus. */
    .field {
      min-block-size: 44px;
      font-size: 16px;
    }

    .search > svg {
      inset-block-start: 26px;
    }

    .clear {
      inline-size: 44px;
      block-size: 44px;
    }

    .toast .button {
      min-block-size: 44px;
    }
  }

  @media (forced-colors: active) {
    .field,
    .toast {
      border: 1px solid CanvasText;
    }

    .field:focus-visible {
      outline: 2px solid Highlight;
    }
  }
`;
