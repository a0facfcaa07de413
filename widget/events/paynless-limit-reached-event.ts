import type { Quota } from '../../protocol/quota.ts';

/** A visitor has no free messages left. Cancel it to show something of your own instead of the widget's notice. */
export class PaynlessLimitReachedEvent extends Event {
  /** What the server counted, if it told. */
  readonly quota: Quota | null;

  constructor(quota: Quota | null) {
    super('paynless-limit-reached', { bubbles: true, composed: true, cancelable: true });
    this.quota = quota;
  }
}

declare global {
  interface HTMLElementEventMap {
    'paynless-limit-reached': PaynlessLimitReachedEvent;
  }
}
