import { html, type TemplateResult } from 'lit';
import type { Messages } from '../../i18n/messages.ts';

/**
 * `commentCharactersMax` of the contract, in UTF-16 units and so never more than it allows. Written again because the contract
 * brings its schemas, and the library they are made with, to wherever it is imported.
 */
const lengthMax = 1000;

/** Where a person says what they think of an answer. */
interface FeedbackForm {
  readonly words: Messages;
  /** @param comment null when nothing was written */
  readonly onSend: (comment: string | null) => void;
  readonly onCancel: () => void;
}

/**
 * The optional comment that goes with a thumb.
 *
 * Parts: `feedback`, `feedback__text`, `feedback__button`.
 */
export function renderFeedbackForm({ words, onSend, onCancel }: FeedbackForm): TemplateResult {
  const handleSubmit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (!(event.target instanceof HTMLFormElement)) return;
    const comment = new FormData(event.target).get('comment');
    onSend((typeof comment === 'string' && comment.trim()) || null);
  };
  return html`<form class="tray" part="feedback" @submit=${handleSubmit}>
    <label class="label" for="comment">${words.feedbackComment}</label>
    <textarea
      class="field"
      part="feedback__text"
      id="comment"
      name="comment"
      rows="2"
      dir="auto"
      maxlength=${lengthMax}
    ></textarea>
    <div class="buttons">
      <button class="button" part="feedback__button" type="button" @click=${onCancel}>${words.cancel}</button>
      <button class="button button--primary" part="feedback__button">${words.sendFeedback}</button>
    </div>
  </form>`;
}
