/** The panel has opened. */
export class PaynlessOpenEvent extends Event {
  constructor() {
    super('paynless-open', { bubbles: true, composed: true });
  }
}

declare global {
  interface HTMLElementEventMap {
    'paynless-open': PaynlessOpenEvent;
  }
}
