import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import X from 'lucide/dist/esm/icons/x.mjs';
import type { Quota } from '../../../protocol/quota.ts';
import { RequestEvent } from '../../events/request-event.ts';
import { en } from '../../i18n/en.ts';
import { button } from '../../styles/button.ts';
import { foundation } from '../../styles/foundation.ts';
import { icon } from '../icon/icon.ts';
import { giveWay } from '../slot/give-way.ts';
import { limitNoticeStyles } from './limit-notice.styles.ts';

/**
 * @summary The end of the free messages, calmly: what is kept, and the way on. It interrupts nothing and can be put away.
 * @slot limit - What stands in the place of the texts; the links stay.
 * @fires paynless-request - `sign-up` or `sign-in` (cancel it to keep the browser here), or `dismiss`.
 * @csspart limit - The sheet.
 * @csspart limit__action - Each link.
 * @csspart limit__dismiss - The button that puts it away.
 */
export class LimitNotice extends LitElement {
  static override styles = [foundation, button, limitNoticeStyles];

  /** The widget's words. */
  @property({ attribute: false }) words = en;

  /** What the server counted, if it told: it knows when there are free messages again. */
  @property({ attribute: false }) quota: Quota | null = null;

  /** Where to register, with the way back in it; empty when this site has no such page. */
  @property({ attribute: false }) registerUrl = '';

  /** Where to sign in; empty when this site has no such page. */
  @property({ attribute: false }) signInUrl = '';

  protected override render(): TemplateResult {
    const { words, registerUrl, signInUrl } = this;
    const resetsAt = this.quota?.resetsAt;
    return html`<section class="limit" part="limit" aria-label=${words.limitTitle}>
      <div role="alert">
        <slot name="limit" @slotchange=${giveWay}></slot>
        <div>
          <h2 class="limit__title" dir="auto">${words.limitTitle}</h2>
          <p class="limit__text" dir="auto">${words.limitKept}</p>
          ${resetsAt ? html`<p class="limit__text" dir="auto">${words.limitRenews(new Date(resetsAt))}</p>` : nothing}
        </div>
      </div>
      <button
        class="icon-button limit__dismiss"
        part="limit__dismiss"
        type="button"
        aria-label=${words.notNow}
        @click=${this.#dismiss}
      >
        ${icon(X)}
      </button>
      ${
        registerUrl || signInUrl
          ? html`<div class="limit__actions">
              ${this.#renderLink('sign-up', registerUrl, words.signUp, 'button button--primary')}
              ${this.#renderLink('sign-in', signInUrl, words.signIn, 'button')}
            </div>`
          : nothing
      }
    </section>`;
  }

  #renderLink(
    type: 'sign-up' | 'sign-in',
    url: string,
    label: string,
    className: string,
  ): TemplateResult | typeof nothing {
    if (!url) return nothing;
    const handleClick = (event: Event): void => {
      if (!this.dispatchEvent(new RequestEvent({ type, url }))) event.preventDefault();
    };
    return html`<a class=${className} part="limit__action" href=${url} @click=${handleClick}>${label}</a>`;
  }

  readonly #dismiss = (): void => {
    this.dispatchEvent(new RequestEvent({ type: 'dismiss' }));
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'paynless-limit-notice': LimitNotice;
  }
}
