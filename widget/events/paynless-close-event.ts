/** The panel has closed. */
export class PaynlessCloseEvent extends Event {
  constructor() {
    super('paynless-close', { bubbles: true, composed: true });
  }
}

declare global {
  interface HTMLElementEventMap {
    'paynless-close': PaynlessCloseEvent;
  }
}
