import { css } from 'lit';

/** What a conversation has and an empty panel has not; it comes with the code that renders it. */
export const messageExtrasStyles = css`
  /*
   * What is far from view is in the document, for find-in-page, but not laid out; where the browser holds the reader's place
   * when it turns out to be of another size than was thought.
   */
  @supports (overflow-anchor: auto) {
    .group:not(:last-of-type) {
      margin-inline: calc(-1 * var(--_gutter));
      padding-inline: var(--_gutter);
      content-visibility: auto;
      contain-intrinsic-size: auto 900px;
    }
  }

  /* The actions of the newest message are always there; older ones wait for a pointer or the focus. */
  .message:is(:hover, :focus-within),
  .group:last-of-type > .message:last-of-type {
    --_reveal: 1;
  }

  .day {
    margin: 8px 0;
    color: var(--_text-muted);
    font-size: var(--_font-size-small);
    line-height: 18px;
    text-align: center;
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
    font-size: var(--_font-size-small);
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
