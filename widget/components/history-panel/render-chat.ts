import { html, nothing, type TemplateResult } from 'lit';
import type { IconNode } from 'lucide';
import Check from 'lucide/dist/esm/icons/check.mjs';
import Download from 'lucide/dist/esm/icons/download.mjs';
import Ellipsis from 'lucide/dist/esm/icons/ellipsis.mjs';
import Pencil from 'lucide/dist/esm/icons/pencil.mjs';
import Trash from 'lucide/dist/esm/icons/trash.mjs';
import X from 'lucide/dist/esm/icons/x.mjs';
import type { Chat } from '../../../protocol/history.ts';
import type { Messages } from '../../i18n/messages.ts';
import { icon } from '../icon/icon.ts';
import { textMax } from './text-max.ts';

/** A chat of the list: how it is shown, and what can be done with it. */
export interface ChatRow {
  readonly chat: Chat;
  readonly words: Messages;
  /** It is the conversation on show. */
  readonly isCurrent: boolean;
  /** The Tab key stops at it; the arrow keys go on from there. */
  readonly isTabStop: boolean;
  /** Which part of it is open. */
  readonly shows: 'chat' | 'actions' | 'title';
  readonly act: (action: ChatAction) => void;
}

/** What a person can do with a chat; `md` and `json` export it. */
export type ChatAction = 'open' | 'actions' | 'rename' | 'save' | 'cancel' | 'delete' | 'md' | 'json';

/** One chat: a button that opens it, and one for what else can be done; or the field for its title. */
export function renderChat(row: ChatRow): TemplateResult {
  return html`<div
    class=${`row row--${row.shows} ${row.isCurrent ? 'row--current' : ''}`}
    data-id=${row.chat.id}
    part="chat"
  >
    ${row.shows === 'title' ? renderTitleField(row) : renderButtons(row)}
    ${row.shows === 'actions' ? renderActions(row) : nothing}
  </div>`;
}

function renderButtons({ chat, words, isCurrent, isTabStop, shows, act }: ChatRow): TemplateResult {
  const title = chat.title ?? words.untitledChat;
  const tabIndex = isTabStop ? 0 : -1;
  const date = new Date(chat.updatedAt);
  return html`<button
      class="chat"
      part="chat__title"
      type="button"
      tabindex=${tabIndex}
      aria-current=${isCurrent ? 'true' : nothing}
      @click=${() => {
        act('open');
      }}
    >
      <span class="chat__title" dir="auto">${title}</span>
      <time class="chat__date" dir="auto" datetime=${chat.updatedAt} title=${words.dateAndTime(date)}>
        ${words.time(date)}
      </time>
    </button>
    <button
      class="icon-button chat__more"
      type="button"
      tabindex=${tabIndex}
      aria-label=${words.chatActions(title)}
      aria-expanded=${shows === 'actions'}
      @click=${() => {
        act('actions');
      }}
    >
      ${icon(Ellipsis, 18)}
    </button>`;
}

function renderActions({ words, chat, act }: ChatRow): TemplateResult {
  const button = (action: ChatAction, node: IconNode, label: string) =>
    html`<button
      class=${`action action--${action}`}
      part="chat__action"
      type="button"
      @click=${() => {
        act(action);
      }}
    >
      ${icon(node, 16)}<span dir="auto">${label}</span>
    </button>`;
  return html`<div
    class="actions"
    role="group"
    aria-label=${words.chatActions(chat.title ?? words.untitledChat)}
  >
    ${button('rename', Pencil, words.renameChat)} ${button('md', Download, words.exportMarkdown)}
    ${button('json', Download, words.exportJson)} ${button('delete', Trash, words.deleteChat)}
  </div>`;
}

/** No form: a sandboxed frame may forbid those. */
function renderTitleField({ chat, words, act }: ChatRow): TemplateResult {
  const button = (action: ChatAction, node: IconNode, label: string) =>
    html`<button
      class="icon-button"
      type="button"
      aria-label=${label}
      title=${label}
      @click=${() => {
        act(action);
      }}
    >
      ${icon(node, 18)}
    </button>`;
  return html`<input
      class="field field--title"
      part="chat__field"
      type="text"
      dir="auto"
      enterkeyhint="done"
      autocomplete="off"
      maxlength=${textMax}
      aria-label=${words.chatTitle}
      .value=${chat.title ?? ''}
    />
    ${button('save', Check, words.saveTitle)} ${button('cancel', X, words.cancel)}`;
}
