import { css } from 'lit';

/** A message, but for the Markdown in it: those styles come with the Markdown. */
export const messageStyles = css`
  /* Below each message there is room for its actions, whether they are there or not: nothing moves when they come. */
  .message {
    --_row: 32px;
    min-inline-size: 0;
    padding-block-end: var(--_row);
    overflow-wrap: anywhere;
  }

  .message--user > paynless-message-actions {
    max-inline-size: 100%;
  }

  @media (pointer: coarse) {
    .message {
      --_row: 48px;
    }
  }

  .message--user {
    display: flex;
    flex-direction: column;
    align-items: flex-end;
  }

  .bubble {
    max-inline-size: var(--_message-width);
    padding: 8px 14px;
    border-radius: var(--_radius-bubble);
    border-end-end-radius: 4px;
    background: var(--_bubble);
    color: var(--_bubble-text);
    white-space: pre-wrap;
  }

  /* Text as it was written: until Markdown has come, and where it gave up. */
  .source {
    margin: 0;
    white-space: pre-wrap;
  }

  .message__note {
    margin: 6px 0 0;
    color: var(--_text-muted);
    font-size: var(--_font-size-small);
    line-height: 18px;
  }
`;
