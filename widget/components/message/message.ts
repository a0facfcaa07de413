import { html, nothing, type TemplateResult } from 'lit';
import type { Message } from '../../../protocol/message.ts';
import type { Messages } from '../../i18n/messages.ts';

/** One message as it is shown. */
interface MessageView {
  readonly message: Message;
  /** The answer's words, rendered; a person's own are shown as they were written. */
  readonly content: unknown;
  /** What stands in the place of the content: an editor. */
  readonly editor?: unknown;
  /** What stands below. */
  readonly actions?: unknown;
  /** It goes out by itself when there is a connection. */
  readonly isQueued?: boolean;
  readonly words: Messages;
}

const whole = 'message__body markdown';
const growing = `${whole} streaming`;

/** What there is to say about how an answer ended; nothing when it is whole. */
function noteOf(
  { role, status, finishReason, content }: Message,
  words: Messages,
  isQueued: boolean,
): string {
  if (isQueued) return words.waitingForConnection;
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
export function renderMessage(view: MessageView): TemplateResult {
  const { message, content, editor, actions, words } = view;
  const note = noteOf(message, words, view.isQueued === true);
  const below =
    note || actions
      ? [note && html`<p class="message__note" part="message__note" dir="auto">${note}</p>`, actions]
      : nothing;
  // What is written in a template costs nothing for each of a thousand messages. One line: the bubble keeps white space.
  if (message.role === 'user')
    return html`<article
      class="message message--user"
      part="message message--user"
      data-id=${message.id}
      aria-label=${words.you}
    >
      ${editor ?? html`<div class="message__body bubble" part="message__body" dir="auto">${content}</div>`}
      ${below}
    </article>`;
  return html`<article
    class="message message--assistant"
    part="message message--assistant"
    data-id=${message.id}
    aria-label=${words.assistant}
  >
    <div class=${message.status === 'streaming' ? growing : whole} part="message__body" dir="auto">
      ${content}
    </div>
    ${below}
  </article>`;
}
