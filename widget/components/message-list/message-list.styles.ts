import { css } from 'lit';

export const messageListStyles = css`
  :host {
    position: relative;
    display: flex;
    flex-direction: column;
    min-inline-size: 0;
    min-block-size: 0;
  }

  .scroller {
    position: relative;
    flex: 1;
    min-block-size: 0;
    overflow-y: auto;
    overscroll-behavior: contain;
    scrollbar-width: thin;
    scrollbar-color: var(--_line-strong) transparent;
  }

  .scroller:focus-visible {
    outline-offset: -2px;
  }

  .content {
    display: flex;
    flex-direction: column;
    gap: calc(var(--_gap) - 16px);
    max-inline-size: var(--_content-width);
    min-block-size: 100%;
    margin-inline: auto;
    padding: var(--_gutter);
  }

  /* Nothing stands where the next word will, as long as none can come. */
  :host([reconnecting]) {
    --_caret: none;
  }

  .group {
    display: flex;
    flex-direction: column;
    gap: calc(var(--_gap) - 16px);
  }

  ::slotted(*) {
    margin-block: auto 0;
  }

  .progress {
    display: flex;
    align-items: center;
    gap: 8px;
    min-block-size: 22px;
    margin: 0;
    color: var(--_text-muted);
    font-size: var(--_font-size-small);
    line-height: 18px;
  }

  .progress::before {
    flex: none;
    inline-size: 9px;
    block-size: 9px;
    border-radius: 50%;
    background: var(--_text-muted);
    animation: breathe 1.2s ease-in-out infinite alternate;
    content: '';
  }

  @keyframes breathe {
    from {
      opacity: 0.25;
      scale: 0.85;
    }
  }
`;
