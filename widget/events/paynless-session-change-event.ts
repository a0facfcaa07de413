/** Somebody signed in or out, as far as the widget knows. */
export class PaynlessSessionChangeEvent extends Event {
  /** Null for a visitor. */
  readonly userId: string | null;

  constructor(userId: string | null) {
    super('paynless-session-change', { bubbles: true, composed: true });
    this.userId = userId;
  }
}

declare global {
  interface HTMLElementEventMap {
    'paynless-session-change': PaynlessSessionChangeEvent;
  }
}
