/** The element can be used: its methods work from now on. Fired once. */
export class PaynlessReadyEvent extends Event {
  constructor() {
    super('paynless-ready', { bubbles: true, composed: true });
  }
}

declare global {
  interface HTMLElementEventMap {
    'paynless-ready': PaynlessReadyEvent;
  }
}
