/** Something failed and the person was told. */
export class PaynlessErrorEvent extends Event {
  /** A stable code, the same as in the API's problems. */
  readonly code: string;

  constructor(code: string) {
    super('paynless-error', { bubbles: true, composed: true });
    this.code = code;
  }
}

declare global {
  interface HTMLElementEventMap {
    'paynless-error': PaynlessErrorEvent;
  }
}
