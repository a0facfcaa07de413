import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { Quota } from '../../../protocol/quota.ts';
import { en } from '../../i18n/en.ts';
import { foundation } from '../../styles/foundation.ts';
import { quotaMeterStyles } from './quota-meter.styles.ts';

/**
 * @summary Says how many free messages are left, in plain small text; it gains weight only at the last one.
 * @csspart meter - The text.
 */
export class QuotaMeter extends LitElement {
  static override styles = [foundation, quotaMeterStyles];

  /** The widget's words. */
  @property({ attribute: false }) words = en;

  /** What is left; null for somebody who has no wall to meet. */
  @property({ attribute: false }) quota: Quota | null = null;

  protected override render(): TemplateResult | typeof nothing {
    if (!this.quota) return nothing;
    return html`<p class=${this.quota.remaining <= 1 ? 'meter meter--last' : 'meter'} part="meter" dir="auto">
      ${this.words.freeMessagesLeft(this.quota)}
    </p>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'paynless-quota-meter': QuotaMeter;
  }
}
