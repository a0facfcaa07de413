import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { RequestEvent } from '../../events/request-event.ts';
import { en } from '../../i18n/en.ts';
import { button } from '../../styles/button.ts';
import { foundation } from '../../styles/foundation.ts';
import { giveWay } from '../slot/give-way.ts';
import { welcomeStyles } from './welcome.styles.ts';

/** More than this many are a menu, not a beginning. */
const startersMax = 4;

/**
 * @summary A new conversation: one line, and up to four ways to begin.
 * @slot welcome - What stands in the place of the line.
 * @slot empty - What stands below the starters.
 * @fires paynless-request - `send` with the text of the chosen starter.
 * @csspart welcome - The block.
 * @csspart welcome__line - The line.
 * @csspart welcome__starter - Each starter.
 */
export class Welcome extends LitElement {
  static override styles = [foundation, button, welcomeStyles];

  /** The widget's words. */
  @property({ attribute: false }) words = en;

  /** Messages to begin with. */
  @property({ attribute: false }) starters: readonly string[] = [];

  protected override render(): TemplateResult {
    const starters = this.starters.slice(0, startersMax);
    return html`<div class="welcome" part="welcome">
      <slot name="welcome" @slotchange=${giveWay}></slot>
      <p class="welcome__line" part="welcome__line" dir="auto">${this.words.welcome}</p>
      ${
        starters.length > 0
          ? html`<ul class="welcome__starters">
              ${starters.map((text) => this.#renderStarter(text))}
            </ul>`
          : nothing
      }
      <slot name="empty"></slot>
    </div>`;
  }

  #renderStarter(text: string): TemplateResult {
    const handleClick = (): boolean => this.dispatchEvent(new RequestEvent({ type: 'send', text }));
    return html`<li>
      <button
        class="button welcome__starter"
        part="welcome__starter"
        type="button"
        dir="auto"
        @click=${handleClick}
      >
        ${text}
      </button>
    </li>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'paynless-welcome': Welcome;
  }
}
