import { css } from 'lit';

/** A message, but for the Markdown in it: those styles come with the Markdown. */
export const messageStyles = css`
  .message {
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }

  .message--user {
    display: flex;
    flex-direction: column;
    align-items: flex-end;
  }

  .bubble {
    max-inline-size: 85%;
    padding: 8px 14px;
    border-radius: 16px 16px 4px 16px;
    background: var(--_tint);
    white-space: pre-wrap;
  }

  .bubble:dir(rtl) {
    border-radius: 16px 16px 16px 4px;
  }

  /* Text as it was written: until Markdown has come, and where it gave up. */
  .source {
    margin: 0;
    white-space: pre-wrap;
  }

  .message__note {
    margin: 6px 0 0;
    color: var(--_text-muted);
    font-size: 13px;
    line-height: 18px;
  }
`;
