import ThumbsDown from 'lucide/dist/esm/icons/thumbs-down.mjs';
import ThumbsUp from 'lucide/dist/esm/icons/thumbs-up.mjs';
import type { Feedback } from '../../../protocol/feedback.ts';
import { renderFeedbackForm } from '../feedback-form/feedback-form.ts';
import type { MessageActions } from './message-actions.ts';
import { renderAction } from './render-action.ts';

/** What a person said last of an answer, and whether it is kept. Each time they say something it is another object. */
export interface SaidFeedback {
  readonly state: 'saving' | 'kept' | 'failed';
  /** Null when they took back what they had said. */
  readonly feedback: Feedback | null;
}

/** Comments that nobody wants back: a row that comes anew does not bring them up again. */
const givenUp = new WeakSet<SaidFeedback>();

/** Failures that were said: a row that comes anew does not say them again. */
const told = new WeakSet<SaidFeedback>();

/** What a person thinks of an answer: the thumbs, and the form for a comment, which stays until the comment is kept. */
export class FeedbackActions {
  /** A comment that could not be kept; empty when there is none, or nobody wants it back. */
  lost = '';
  readonly #row: MessageActions;
  #rating: Feedback['rating'] = 'up';
  /** What the form has sent is on its way. */
  #isSending = false;

  constructor(row: MessageActions) {
    this.#row = row;
  }

  /** Hears what became of what was said. */
  hear(said: SaidFeedback | null): void {
    if (said?.state === 'failed') this.#fail(said);
    if (said?.state === 'kept' && this.#isSending) this.#thank();
  }

  /** Another message stands here now. */
  reset(): void {
    this.lost = '';
    this.#isSending = false;
  }

  /** The form was closed by who wrote in it. */
  giveUp(): void {
    this.lost = '';
    if (this.#row.said) givenUp.add(this.#row.said);
  }

  /** The buttons. */
  renderThumbs(): unknown {
    const thumb = (rating: Feedback['rating'], icon: typeof ThumbsUp) =>
      renderAction({
        label: this.#labelOf(rating),
        icon,
        pressed: this.#row.feedback?.rating === rating,
        onClick: () => {
          this.#rate(rating);
        },
      });
    return [thumb('up', ThumbsUp), thumb('down', ThumbsDown)];
  }

  /** The form. */
  renderForm(): unknown {
    return renderFeedbackForm({
      words: this.#row.words,
      text: this.lost,
      isSending: this.#isSending,
      onSend: this.#send,
      onCancel: this.#row.close,
    });
  }

  #labelOf(rating: Feedback['rating']): string {
    return this.#row.words[rating === 'up' ? 'goodAnswer' : 'badAnswer'];
  }

  #request(feedback: Feedback | null): void {
    const messageId = this.#row.message?.id ?? '';
    this.#row.request({ type: 'rate', messageId, feedback });
  }

  /** A thumb counts at once; what there is to say about it may follow, and a bad answer is asked about. */
  #rate(rating: Feedback['rating']): void {
    const isTakenBack = this.#row.feedback?.rating === rating;
    this.#rating = rating;
    this.#isSending = false;
    if (isTakenBack) this.giveUp();
    const feedback = isTakenBack ? null : { rating, comment: null };
    // Who presses twice in a row need not wait for the store's word.
    this.#row.feedback = feedback;
    this.#request(feedback);
    const isAsked = !isTakenBack && rating === 'down';
    this.#row.open(isTakenBack ? 'none' : 'comment', this.#labelOf(rating), isAsked);
  }

  readonly #send = (comment: string | null): void => {
    if (this.#isSending) return;
    this.#isSending = true;
    this.#request({ rating: this.#rating, comment });
    this.#row.open('comment', this.#labelOf(this.#rating));
    this.#row.requestUpdate();
  };

  /** Whoever is not in the form any more stays where they are. */
  #thank(): void {
    const row = this.#row;
    this.reset();
    if (row.tray === 'comment') {
      if (row.renderRoot.querySelector('.tray:focus-within')) row.close();
      else row.open('none');
    }
    row.say(row.words.feedbackThanks);
  }

  /** What was written comes back, or waits until what is open in its place is closed. The focus stays where it is. */
  #fail(said: SaidFeedback): void {
    const row = this.#row;
    const { feedback } = said;
    this.#isSending = false;
    if (feedback?.comment && !givenUp.has(said)) {
      this.#rating = feedback.rating;
      this.lost = feedback.comment;
      if (row.tray === 'none') row.open('comment', this.#labelOf(this.#rating));
    }
    if (told.has(said)) return;
    told.add(said);
    row.say(row.words.feedbackFailed);
  }
}
