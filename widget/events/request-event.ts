/** Everything a person can ask of the widget, as its parts say it. */
export type Request =
  | { type: 'send'; text: string }
  | { type: 'stop' | 'retry' | 'take-back' | 'reload' | 'new-chat' | 'close' | 'dismiss' }
  | { type: 'select-provider' | 'select-prompt'; id: string }
  | { type: 'sign-up' | 'sign-in'; url: string };

/**
 * A part asks, `<paynless-chat>` decides: parts never change state themselves. Between the widget's own shadow roots
 * only; the element keeps it from the page.
 */
export class RequestEvent extends Event {
  readonly request: Request;

  constructor(request: Request) {
    super('paynless-request', { bubbles: true, composed: true, cancelable: true });
    this.request = request;
  }
}

declare global {
  interface HTMLElementEventMap {
    'paynless-request': RequestEvent;
  }
}
