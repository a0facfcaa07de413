import { html, nothing, type TemplateResult } from 'lit';
import type { Message } from '../../../protocol/message.ts';
import type { Messages } from '../../i18n/messages.ts';

/** One message as it is shown. */
interface MessageView {
  readonly message: Message;
  /** The answer's words, rendered; a person's own are shown as they were written. */
  readonly content: unknown;
  readonly words: Messages;
}

/** What there is to say about how an answer ended; nothing when it is whole. */
function noteOf({ role, status, finishReason, content }: Message, words: Messages): string {
  if (role === 'user') return status === 'failed' ? words.notSent : '';
  if (status === 'stopped') return words.answerStopped;
  if (status === 'interrupted') return words.answerInterrupted;
  if (finishReason === 'length') return words.answerCutShort;
  return status === 'complete' && content === '' ? words.answerEmpty : '';
}

/**
 * One message: the person's in a bubble, the answer as plain reading text. A template and not an element of its own: all
 * messages share the list's shadow root, so that a selection can run across them and a thousand of them stay light.
 *
 * Parts: `message` (with `message--user` or `message--assistant`), `message__body`, `message__note`.
 */
export function renderMessage({ message, content, words }: MessageView): TemplateResult {
  const isUser = message.role === 'user';
  const note = noteOf(message, words);
  const kind = isUser ? 'user' : 'assistant';
  // One line: the bubble keeps white space as it was written.
  return html`<article
    class="message message--${kind} message--${message.status}"
    part="message message--${kind}"
    data-id=${message.id}
    aria-label=${isUser ? words.you : words.assistant}
  >
    ${
      isUser
        ? html`<div class="message__body bubble" part="message__body" dir="auto">${content}</div>`
        : html`<div class="message__body markdown" part="message__body" dir="auto">${content}</div>`
    }
    ${note ? html`<p class="message__note" part="message__note" dir="auto">${note}</p>` : nothing}
  </article>`;
}
