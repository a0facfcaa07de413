import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
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
 * @fires paynless-request - `send` with the text, `stop` while an answer runs.
 * @csspart composer - The box around everything.
 * @csspart composer__text - The text field.
 * @csspart composer__send - The button that sends or stops.
 */
export class Composer extends LitElement {
  static override styles = [foundation, button, composerStyles];

  /** The widget's words. */
  @property({ attribute: false }) words = en;

  /** Shown while nothing is written; the default is the widget's own. */
  @property() placeholder = '';

  /** An answer runs: the button stops it, and Enter waits with the next message. */
  @property({ type: Boolean }) busy = false;

  @state() private draft = '';

  /** What is written so far. */
  get text(): string {
    return this.draft;
  }

  /** Moves the focus into the text, where the page must not scroll for it. */
  override focus(options: FocusOptions = { preventScroll: true }): void {
    this.renderRoot.querySelector('textarea')?.focus(options);
  }

  /** Gives back a text that could not be sent, before whatever was written since. */
  restore(text: string): void {
    this.draft = hasVisibleText(this.draft) ? `${text}\n${this.draft}` : text;
  }

  protected override updated(): void {
    // Not a binding in the template: that compares with what it wrote last, not with what stands in the field.
    const field = this.renderRoot.querySelector('textarea');
    if (field && field.value !== this.draft) field.value = this.draft;
  }

  protected override render(): TemplateResult {
    return html`<div class="composer" part="composer">
      <div class="grow" data-text=${this.draft}>
        <textarea
          part="composer__text"
          rows="1"
          dir="auto"
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
      <div class="bar">
        <div class="tools"><slot></slot></div>
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
    if (this.draft.length <= messageCharactersMax) return 0;
    return Math.max(0, countCharacters(this.draft) - messageCharactersMax);
  }

  get #canSend(): boolean {
    return !this.busy && hasVisibleText(this.draft) && this.#charactersOver === 0;
  }

  readonly #send = (): void => {
    if (!this.#canSend) return;
    const text = this.draft.trim();
    this.draft = '';
    this.dispatchEvent(new RequestEvent({ type: 'send', text }));
  };

  readonly #stop = (event: MouseEvent): void => {
    // The second half of a double click was meant for the button that sent.
    if (event.detail > 1) return;
    this.dispatchEvent(new RequestEvent({ type: 'stop' }));
  };

  #handleInput(event: InputEvent): void {
    if (event.target instanceof HTMLTextAreaElement) this.draft = event.target.value;
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
