import { html, nothing, type TemplateResult } from 'lit';
import type { Messages } from '../../i18n/messages.ts';

/**
 * `commentCharactersMax` of the contract, in UTF-16 units and so never more than it allows. Written again because the contract
 * brings its schemas, and the library they are made with, to wherever it is imported.
 */
const lengthMax = 1000;

/** Where a person says what they think of an answer. */
interface FeedbackForm {
  readonly words: Messages;
  /** What stands in it from the beginning, or comes back; what is written stays as long as this does. */
  readonly text: string;
  /** What was written is on its way: it can't be changed, nor sent twice. */
  readonly isSending: boolean;
  /** @param comment null when nothing was written */
  readonly onSend: (comment: string | null) => void;
  readonly onCancel: () => void;
}

/**
 * The optional comment that goes with a thumb.
 *
 * Parts: `feedback`, `feedback__text`, `feedback__button`.
 */
export function renderFeedbackForm({
  words,
  text,
  isSending,
  onSend,
  onCancel,
}: FeedbackForm): TemplateResult {
  const handleSend = ({ currentTarget }: MouseEvent): void => {
    const form = currentTarget instanceof Element ? currentTarget.closest('.tray') : null;
    const comment = form?.querySelector('textarea')?.value.trim() ?? '';
    onSend(comment === '' ? null : comment);
  };
  // No form: a sandboxed frame may forbid those.
  return html`<div class="tray" part="feedback">
    <label class="label" for="comment">${words.feedbackComment}</label>
    <textarea
      class="field"
      part="feedback__text"
      id="comment"
      rows="2"
      dir="auto"
      maxlength=${lengthMax}
      .value=${text}
      ?readonly=${isSending}
    ></textarea>
    <div class="buttons">
      <button class="button" part="feedback__button" type="button" @click=${onCancel}>${words.cancel}</button>
      <button
        class="button button--primary"
        part="feedback__button"
        type="button"
        aria-disabled=${isSending || nothing}
        @click=${handleSend}
      >
        ${words.sendFeedback}
      </button>
    </div>
  </div>`;
}
