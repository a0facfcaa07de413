import { html, nothing, type TemplateResult } from 'lit';
import type { Chat } from '../../../protocol/history.ts';
import type { Request } from '../../events/request-event.ts';
import type { Messages } from '../../i18n/messages.ts';

/** The list as the store has it. What was loaded stays while more loads, and after a failure. */
export interface HistoryView {
  readonly state: 'idle' | 'loading' | 'ready' | 'failed';
  readonly chats: readonly Chat[];
  readonly search: string;
  /** Asks for the next page; null, or nothing, on the last. */
  readonly nextCursor?: string | null;
}

interface ListEnd {
  readonly words: Messages;
  readonly history: HistoryView;
  readonly renderButton: (label: string, request: Request, className?: string) => TemplateResult;
}

/** What stands below the chats that are there: more of them, the shape of those that come, what failed, or that there are none. */
export function renderListEnd({ words, history, renderButton }: ListEnd): unknown {
  const { state: is, chats, search, nextCursor } = history;
  const isEmpty = is === 'ready' && chats.length === 0;
  const note = isEmpty ? (search === '' ? words.noChats : words.noChatsFound) : '';
  return [html`<p class="note" role="status" dir="auto">${note}</p>`, renderRest()];

  function renderRest(): TemplateResult | typeof nothing {
    const more: Request = { type: nextCursor ? 'more-history' : 'reload-history' };
    if (is === 'failed')
      return html`<div class="failed">
        <p role="alert" dir="auto">${words.historyFailed}</p>
        ${renderButton(words.retry, more)}
      </div>`;
    if (is !== 'ready' && chats.length === 0)
      return html`<div class="skeleton" role="img" aria-label=${words.loadingChats}>
        <i></i><i></i><i></i><i></i><i></i>
      </div>`;
    return nextCursor ? renderButton(words.moreChats, more, 'more') : nothing;
  }
}
