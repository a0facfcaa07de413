import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { countCharacters, hasVisibleText, messageCharactersMax } from '../../../protocol/message-text.ts';
import { isComposing } from '../../events/is-composing.ts';
import { RequestEvent } from '../../events/request-event.ts';
import { en } from '../../i18n/en.ts';
import { button } from '../../styles/button.ts';
import { foundation } from '../../styles/foundation.ts';
import { editFormStyles } from './edit-form.styles.ts';

/**
 * @summary Where a person changes a message of theirs, in its place: Enter sends, Shift+Enter breaks the line, Escape leaves
 * everything as it was.
 * @fires paynless-request - `edit-message` with the changed text.
 * @csspart edit - The box.
 * @csspart edit__text - The text field.
 * @csspart edit__button - Each button.
 */
export class EditForm extends LitElement {
  static override styles = [foundation, button, editFormStyles];

  /** The widget's words. */
  @property({ attribute: false }) words = en;

  /** The message that is changed. */
  @property({ attribute: false }) messageId = '';

  /** What stands in the field at first. */
  @property({ attribute: false }) text = '';

  /** The person has just asked for it: it takes the focus when it comes. */
  @property({ type: Boolean }) wanted = false;

  /** An answer runs: nothing can be sent. */
  @property({ type: Boolean }) busy = false;

  /** Called with the text when it has changed. */
  @property({ attribute: false }) onChange: (text: string) => void = () => undefined;

  /** Called when the form is done with. @param isSent false when nothing was changed */
  @property({ attribute: false }) onDone: (isSent: boolean) => void = () => undefined;

  @state() private draft = '';

  protected override willUpdate(): void {
    if (!this.hasUpdated) this.draft = this.text;
  }

  protected override firstUpdated(): void {
    const field = this.renderRoot.querySelector('textarea');
    if (!field) return;
    field.value = this.text;
    if (this.wanted) field.focus({ preventScroll: true });
  }

  protected override render(): TemplateResult {
    const { words } = this;
    // No form: a sandboxed frame may forbid those.
    return html`<div class="edit" part="edit" @keydown=${this.#handleKeydown}>
      <div class="grow" data-text=${this.draft}>
        <textarea
          part="edit__text"
          rows="1"
          dir="auto"
          enterkeyhint="send"
          aria-label=${words.editLabel}
          aria-invalid=${this.#charactersOver > 0 ? 'true' : nothing}
          aria-describedby=${this.#charactersOver > 0 ? 'too-long' : nothing}
          @input=${this.#handleInput}
        ></textarea>
      </div>
      ${
        this.#charactersOver > 0
          ? html`<p class="too-long" id="too-long" dir="auto">
              ${words.charactersOver(this.#charactersOver)}
            </p>`
          : nothing
      }
      <div class="buttons">
        <button class="button" part="edit__button" type="button" @click=${this.#cancel}>
          ${words.cancel}
        </button>
        <button
          class="button button--primary"
          part="edit__button"
          type="button"
          aria-disabled=${!this.#canSend}
          @click=${this.#send}
        >
          ${words.sendEdit}
        </button>
      </div>
    </div>`;
  }

  get #charactersOver(): number {
    return Math.max(0, countCharacters(this.draft) - messageCharactersMax);
  }

  get #canSend(): boolean {
    return !this.busy && hasVisibleText(this.draft) && this.#charactersOver === 0;
  }

  readonly #send = (): void => {
    if (!this.#canSend) return;
    const { messageId } = this;
    // Done first: whoever answers the request may have a better place for the focus.
    const request = new RequestEvent({ type: 'edit-message', messageId, text: this.draft.trim() });
    this.onDone(true);
    this.dispatchEvent(request);
  };

  readonly #cancel = (): void => {
    this.onDone(false);
  };

  #handleInput(event: InputEvent): void {
    if (!(event.target instanceof HTMLTextAreaElement)) return;
    this.draft = event.target.value;
    this.onChange(this.draft);
  }

  #handleKeydown(event: KeyboardEvent): void {
    if (isComposing(event)) return;
    if (event.key === 'Escape') {
      event.preventDefault();
      this.#cancel();
    }
    if (event.key === 'Enter' && !event.shiftKey && event.target instanceof HTMLTextAreaElement) {
      event.preventDefault();
      this.#send();
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'paynless-edit-form': EditForm;
  }
}
