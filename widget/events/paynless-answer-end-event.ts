import type { MessageStatus } from '../../protocol/message.ts';

/** An answer that had begun has ended, whole or not. One that runs in a chat that was left goes on, and has not. */
export class PaynlessAnswerEndEvent extends Event {
  /** The answer's words, as Markdown. */
  readonly text: string;
  /** How it ended: `complete`, `stopped` or `interrupted`. */
  readonly status: MessageStatus;

  constructor(text: string, status: MessageStatus) {
    super('paynless-answer-end', { bubbles: true, composed: true });
    this.text = text;
    this.status = status;
  }
}

declare global {
  interface HTMLElementEventMap {
    'paynless-answer-end': PaynlessAnswerEndEvent;
  }
}
