/** A message of the person is on its way. */
export class PaynlessMessageSentEvent extends Event {
  /** Its words, as they were written. */
  readonly text: string;

  constructor(text: string) {
    super('paynless-message-sent', { bubbles: true, composed: true });
    this.text = text;
  }
}

declare global {
  interface HTMLElementEventMap {
    'paynless-message-sent': PaynlessMessageSentEvent;
  }
}
