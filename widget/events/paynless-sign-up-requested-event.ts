/** The person wants to sign up. Cancel it to open your own form; else the browser goes to `url`. */
export class PaynlessSignUpRequestedEvent extends Event {
  /** The register page, with `redirect_to` leading back here. */
  readonly url: string;

  constructor(url: string) {
    super('paynless-sign-up-requested', { bubbles: true, composed: true, cancelable: true });
    this.url = url;
  }
}

declare global {
  interface HTMLElementEventMap {
    'paynless-sign-up-requested': PaynlessSignUpRequestedEvent;
  }
}
