import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import ArrowUp from 'lucide/dist/esm/icons/arrow-up.mjs';
import Square from 'lucide/dist/esm/icons/square.mjs';
import { countCharacters, hasVisibleText, messageCharactersMax } from '../../../protocol/message-text.ts';
import { isComposing } from '../../events/is-composing.ts';
import { RequestEvent } from '../../events/request-event.ts';
import { en } from '../../i18n/en.ts';
import { button } from '../../styles/button.ts';
import { foundation } from '../../styles/foundation.ts';
import { icon } from '../icon/icon.ts';
import { composerStyles } from './composer.styles.ts';

/**
 * @summary Where a person writes: it grows from one line to eight, sends with Enter and breaks lines with Shift+Enter.
 * @slot - Small controls beside the send button, such as the choice of a model.
 * @slot composer-start - Controls of the site's own before those.
 * @slot composer-end - Controls of the site's own before the send button.
 * @fires paynless-request - `draft` with every change of the text, `send` with the text, `stop` while an answer runs.
 * @csspart composer - The box around everything.
 * @csspart composer__text - The text field.
 * @csspart composer__send - The button that sends or stops.
 * @csspart composer__status - What is said of the connection.
 */
export class Composer extends LitElement {
  static override styles = [foundation, button, composerStyles];

  /** The widget's words. */
  @property({ attribute: false }) words = en;

  /** Shown while nothing is written; the default is the widget's own. */
  @property() placeholder = '';

  /** An answer runs: the button stops it, and Enter waits with the next message. */
  @property({ type: Boolean }) busy = false;

  /** There is no connection: what is sent waits, and that is said. */
  @property({ type: Boolean }) offline = false;

  /** What is written so far. Setting it asks for nothing: whoever does so knows already. */
  @property({ attribute: false }) text = '';

  /** Moves the focus into the text, where the page must not scroll for it. */
  override focus(options: FocusOptions = { preventScroll: true }): void {
    this.renderRoot.querySelector('textarea')?.focus(options);
  }

  /** Gives back a text that could not be sent, before whatever was written since. */
  restore(text: string): void {
    this.#write(hasVisibleText(this.text) ? `${text}\n${this.text}` : text);
  }

  protected override updated(): void {
    // Not a binding in the template: that compares with what it wrote last, not with what stands in the field.
    const field = this.renderRoot.querySelector('textarea');
    if (field && field.value !== this.text) field.value = this.text;
  }

  protected override render(): TemplateResult {
    return html`<div class="composer" part="composer">
      <div class="grow" data-text=${this.text}>
        <textarea
          part="composer__text"
          rows="1"
          dir=${this.text === '' ? nothing : 'auto'}
          enterkeyhint="send"
          aria-label=${this.words.messageLabel}
          aria-invalid=${this.#charactersOver > 0 ? 'true' : 'false'}
          aria-describedby=${this.#charactersOver > 0 ? 'too-long' : nothing}
          placeholder=${this.placeholder || this.words.placeholder}
          @input=${this.#handleInput}
          @keydown=${this.#handleKeydown}
        ></textarea>
      </div>
      ${this.#renderTooLong()}
      <p
        class="offline"
        part="composer__status"
        role="status"
        dir="auto"
        .textContent=${this.offline ? this.words.offline : ''}
      ></p>
      <div class="bar">
        <slot name="composer-start"></slot>
        <div class="tools"><slot></slot></div>
        <slot name="composer-end"></slot>
        ${this.#renderButton()}
      </div>
    </div>`;
  }

  #renderTooLong(): TemplateResult | typeof nothing {
    if (this.#charactersOver === 0) return nothing;
    // The number changes with every key; what is announced does not, so that it is heard once.
    return html`<p class="too-long" id="too-long" dir="auto">
        ${this.words.charactersOver(this.#charactersOver)}
      </p>
      <p class="visually-hidden" role="alert">${this.words.errors.message_too_long}</p>`;
  }

  /** One button for both: it keeps the focus when what it does changes. */
  #renderButton(): TemplateResult {
    const { busy, words } = this;
    return html`<button
      class=${busy ? 'icon-button send send--stop' : 'icon-button send'}
      part="composer__send"
      type="button"
      aria-label=${busy ? words.stop : words.send}
      aria-disabled=${busy || this.#canSend ? 'false' : 'true'}
      @click=${busy ? this.#stop : this.#send}
    >
      ${busy ? icon(Square, 14) : icon(ArrowUp)}
    </button>`;
  }

  get #charactersOver(): number {
    // A text never has more characters than UTF-16 units, so most need no counting.
    if (this.text.length <= messageCharactersMax) return 0;
    return Math.max(0, countCharacters(this.text) - messageCharactersMax);
  }

  get #canSend(): boolean {
    return !this.busy && hasVisibleText(this.text) && this.#charactersOver === 0;
  }

  #write(text: string): void {
    this.text = text;
    this.dispatchEvent(new RequestEvent({ type: 'draft', text }));
  }

  readonly #send = (): void => {
    if (!this.#canSend) return;
    const text = this.text.trim();
    this.#write('');
    this.dispatchEvent(new RequestEvent({ type: 'send', text }));
  };

  readonly #stop = (event: MouseEvent): void => {
    // The second half of a double click was meant for the button that sent.
    if (event.detail > 1) return;
    this.dispatchEvent(new RequestEvent({ type: 'stop' }));
  };

  #handleInput(event: InputEvent): void {
    if (event.target instanceof HTMLTextAreaElement) this.#write(event.target.value);
  }

  #handleKeydown(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || event.shiftKey || isComposing(event)) return;
    event.preventDefault();
    this.#send();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'paynless-composer': Composer;
  }
}
