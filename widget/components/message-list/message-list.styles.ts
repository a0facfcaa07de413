import { css } from 'lit';

export const messageListStyles = css`
  :host {
    position: relative;
    display: flex;
    flex-direction: column;
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
    gap: 20px;
    max-inline-size: 720px;
    min-block-size: 100%;
    margin-inline: auto;
    padding: 16px;
  }

  /* Nothing stands where the next word will, as long as none can come. */
  :host([reconnecting]) {
    --_caret: none;
  }

  .group {
    display: flex;
    flex-direction: column;
    gap: 20px;
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
    font-size: 13px;
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

  .jump {
    position: absolute;
    inset-block-end: 12px;
    inset-inline: 0;
    inline-size: fit-content;
    margin-inline: auto;
    min-block-size: 32px;
    padding-inline: 10px 14px;
    border-radius: 999px;
    background: var(--_raised);
    font-size: 13px;
    box-shadow:
      0 0 0 1px var(--_line),
      0 4px 16px rgb(14 16 27 / 0.12);
    animation: rise var(--_ease);
  }

  @media (hover: hover) {
    .jump:hover {
      background: var(--_sunken);
    }
  }

  @media (pointer: coarse) {
    .jump {
      min-block-size: 44px;
    }
  }

  .skeleton {
    display: flex;
    flex-direction: column;
    gap: 10px;
    animation: appear 160ms 150ms backwards;
  }

  .skeleton__line {
    block-size: 12px;
    border-radius: 6px;
    background: var(--_hover);
  }

  .skeleton__line--question {
    align-self: flex-end;
    inline-size: 55%;
    block-size: 38px;
    margin-block-end: 10px;
    border-radius: 16px 16px 4px 16px;
  }

  .skeleton__line--last {
    inline-size: 62%;
  }

  @keyframes breathe {
    from {
      opacity: 0.25;
      scale: 0.85;
    }
  }

  @keyframes appear {
    from {
      opacity: 0;
    }
  }

  @keyframes rise {
    from {
      opacity: 0;
      translate: 0 4px;
    }
  }
`;
