import { css } from 'lit';

export const limitNoticeStyles = css`
  .limit {
    position: relative;
    padding: 16px;
    border-radius: var(--_radius-composer);
    background: var(--_tint);
    animation: rise var(--_ease);
  }

  @keyframes rise {
    from {
      opacity: 0;
      translate: 0 8px;
    }
  }

  .limit__title {
    margin: 0;
    padding-inline-end: 32px;
    font-size: inherit;
    font-weight: var(--_bold);
    text-wrap: balance;
  }

  .limit__text {
    margin: 4px 0 0;
    font-size: calc(var(--_font-size) - 1px);
    line-height: 20px;
    text-wrap: pretty;
  }

  .limit__actions {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    margin-block-start: 14px;
  }

  .limit__dismiss {
    position: absolute;
    inset-block-start: 9px;
    inset-inline-end: 9px;
  }

  slot::slotted(*) {
    margin-inline-end: 32px;
  }

  @media (forced-colors: active) {
    .limit {
      border: 1px solid CanvasText;
    }
  }

  @media (pointer: coarse) {
    .limit__dismiss {
      inset-block-start: 5px;
      inset-inline-end: 5px;
    }
  }
`;
