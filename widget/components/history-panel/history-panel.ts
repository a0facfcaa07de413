import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { IconNode } from 'lucide';
import ArrowLeft from 'lucide/dist/esm/icons/arrow-left.mjs';
import SquarePen from 'lucide/dist/esm/icons/square-pen.mjs';
import type { Chat } from '../../../protocol/history.ts';
import { hasVisibleText } from '../../../protocol/message-text.ts';
import { type Request, RequestEvent } from '../../events/request-event.ts';
import { en } from '../../i18n/en.ts';
import { button } from '../../styles/button.ts';
import { foundation } from '../../styles/foundation.ts';
import { icon } from '../icon/icon.ts';
import { groupByDay } from './group-by-day.ts';
import { chatRowStyles } from './chat-row.styles.ts';
import { createKeys } from './history-keys.ts';
import { historyPanelStyles } from './history-panel.styles.ts';
import { keyedRows } from './keyed-rows.ts';
import { type ChatAction, renderChat } from './render-chat.ts';
import { type HistoryView, renderListEnd } from './render-list-end.ts';
import { renderSearch } from './render-search.ts';

/** From this distance to its end on, in CSS pixels, the list asks for more. */
const nearEndPx = 240;

/**
 * @summary The person's chats, by day: to search, open, rename, delete and export. It stands over the conversation, or beside
 * it where there is room, and takes the focus when it comes.
 *
 * Its keys are in `history-keys.ts`.
 * @fires paynless-request - `search-history`, `more-history`, `reload-history`, `open-chat`, `rename-chat`, `delete-chat`,
 * `undo-delete`, `export-chat`, `new-chat`, `close-history`.
 * @csspart history - All of it.
 * @csspart history__search - The field to search in.
 * @csspart history__day - The name of each day.
 * @csspart chat - Each chat.
 * @csspart chat__title - What opens it.
 * @csspart chat__action - Each thing that can be done with it.
 * @csspart chat__field - The field for its title.
 * @csspart toast - What was deleted, and the way back.
 */
export class HistoryPanel extends LitElement {
  static override styles = [foundation, button, historyPanelStyles, chatRowStyles];

  /** The widget's words. */
  @property({ attribute: false }) words = en;

  /** The chats. */
  @property({ attribute: false }) history: HistoryView = { state: 'idle', chats: [], search: '' };

  /** The conversation on show. */
  @property({ attribute: false }) currentId: string | null = null;

  /** What was deleted last and can still come back. */
  @property({ attribute: false }) removed: Chat | null = null;

  /** What did not work out. */
  @property({ attribute: false }) notice: 'renameFailed' | 'deleteFailed' | 'exportFailed' | null = null;

  /** Seen from when days have their names. */
  @property({ attribute: false }) now = new Date();

  /** The chat that is open further than the others, and how. */
  @state() private opened: { id: string; shows: 'actions' | 'title' } | null = null;

  /** The chat that the Tab key stops at; the first one if it is gone. */
  @state() private tabStopId: string | null = null;

  /** What is written in the search field. */
  @state() private query = '';

  /** The page that scrolling has asked for, so that it does so once. */
  #askedFor: string | null = null;
  /** The chat that gets the focus as soon as it is there. */
  #focusId: string | null = null;
  /** The chat that has the focus. One that comes to stand under another day is drawn anew. */
  #focusedId: string | undefined;

  /** Moves the focus to the search field; on a touch screen, where that would raise the keyboard, to the way back. */
  override focus(options: FocusOptions = { preventScroll: true }): void {
    const first = matchMedia('(pointer: coarse)').matches ? '.back' : '.field--search';
    this.renderRoot.querySelector<HTMLElement>(first)?.focus(options);
  }

  protected override willUpdate(): void {
    this.#focusedId = this.shadowRoot?.activeElement?.closest<HTMLElement>('[data-id]')?.dataset['id'];
    if (this.hasUpdated) return;
    this.query = this.history.search;
    this.tabStopId = this.currentId;
  }

  protected override firstUpdated(): void {
    this.focus();
  }

  protected override updated(): void {
    if (this.#focusId !== null && this.#focusChat(this.#focusId)) this.#focusId = null;
    if (this.#focusedId && !this.shadowRoot?.activeElement) this.#focusChat(this.#focusedId);
  }

  protected override render(): TemplateResult {
    const { words, notice } = this;
    return html`<section
      class="frame"
      part="history"
      aria-label=${words.history}
      @keydown=${this.#handleKeydown}
    >
      <div class="header">
        ${this.#renderIconButton('back', ArrowLeft, words.closeHistory, { type: 'close-history' })}
        <h2 class="heading">${words.history}</h2>
        ${this.#renderIconButton('', SquarePen, words.newChat, { type: 'new-chat' })}
      </div>
      ${renderSearch({ words, query: this.query, search: this.#search, clear: this.#clearSearch })}
      ${notice ? html`<p class="alert" role="alert" dir="auto">${words[notice]}</p>` : nothing}
      <div class="scroller" @scroll=${this.#handleScroll} @focusin=${this.#followFocus}>
        ${this.#renderDays()}
        ${renderListEnd({ words, history: this.history, renderButton: this.#renderButton })}
      </div>
      ${this.#renderToast()}
    </section>`;
  }

  #renderDays(): TemplateResult[] {
    const { words, now, currentId, opened, history } = this;
    const { chats } = history;
    const tabStop = chats.find(({ id }) => id === this.tabStopId) ?? chats[0];
    const days = groupByDay(chats, (date) => words.day(date, now));
    return days.map(
      ({ label, chats: ofDay }, index) =>
        html`<h3 class="day" part="history__day" id=${`day-${String(index)}`}>${label}</h3>
          <ul
            aria-labelledby=${`day-${String(index)}`}
            ${keyedRows(ofDay, (chat) =>
              renderChat({
                chat,
                words,
                isCurrent: chat.id === currentId,
                isTabStop: chat === tabStop,
                shows: opened?.id === chat.id ? opened.shows : 'chat',
                act: (action) => {
                  this.#act(chat, action);
                },
              }),
            )}
          ></ul>`,
    );
  }

  #renderToast(): TemplateResult {
    const { words, removed } = this;
    const text = removed ? words.chatDeleted(removed.title ?? words.untitledChat) : nothing;
    return html`<div class=${removed ? 'toast' : 'visually-hidden'} part="toast">
      <span role="status" dir="auto">${text}</span>
      ${removed ? this.#renderButton(words.undo, { type: 'undo-delete' }) : nothing}
    </div>`;
  }

  readonly #renderButton = (label: string, request: Request, className = ''): TemplateResult => {
    const handleClick = (): void => {
      if (request.type === 'undo-delete') this.#focusId = this.removed?.id ?? null;
      this.#ask(request);
    };
    return html`<button class=${`button ${className}`} type="button" @click=${handleClick}>${label}</button>`;
  };

  #renderIconButton(className: string, node: IconNode, label: string, request: Request): TemplateResult {
    const handleClick = (): void => {
      this.#ask(request);
    };
    return html`<button
      class=${`icon-button ${className}`}
      type="button"
      aria-label=${label}
      title=${label}
      @click=${handleClick}
    >
      ${icon(node)}
    </button>`;
  }

  #ask(request: Request): void {
    this.dispatchEvent(new RequestEvent(request));
  }

  readonly #act = ({ id, title }: Chat, action: ChatAction): void => {
    switch (action) {
      case 'open':
        this.#ask({ type: 'open-chat', id });
        break;
      case 'actions':
        this.opened = this.opened?.id === id ? null : { id, shows: 'actions' };
        break;
      case 'rename':
        this.opened = { id, shows: 'title' };
        void this.updateComplete.then(() => this.#titleField?.select());
        break;
      case 'save':
        this.#saveTitle(id, title);
        break;
      case 'cancel':
        this.#closeRow();
        break;
      case 'delete':
        this.#remove(id);
        break;
      case 'md':
      case 'json':
        this.#closeRow();
        this.#ask({ type: 'export-chat', id, format: action });
        break;
    }
  };

  get #titleField(): HTMLInputElement | null {
    return this.renderRoot.querySelector<HTMLInputElement>('.field--title');
  }

  /** Back to the chat as one of many, with the focus on it. */
  readonly #closeRow = (): void => {
    this.#focusId = this.opened?.id ?? null;
    this.opened = null;
  };

  #saveTitle(id: string, before: string | null): void {
    const title = this.#titleField?.value.trim() ?? '';
    this.#closeRow();
    if (hasVisibleText(title) && title !== before) this.#ask({ type: 'rename-chat', id, title });
  }

  #remove(id: string): void {
    const { chats } = this.history;
    const index = chats.findIndex((chat) => chat.id === id);
    const next = chats[index + 1] ?? chats[index - 1];
    this.opened = null;
    if (next) this.#focusChat(next.id);
    else this.focus();
    this.#ask({ type: 'delete-chat', id });
  }

  readonly #focusChat = (id: string): boolean => {
    const chat = this.renderRoot.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"] .chat`);
    chat?.focus();
    return chat !== null;
  };

  readonly #clearSearch = (): void => {
    this.#search('');
    this.renderRoot.querySelector<HTMLElement>('.field--search')?.focus();
  };

  readonly #search = (text: string): void => {
    this.query = text;
    this.#ask({ type: 'search-history', text });
  };

  readonly #followFocus = ({ target }: Event): void => {
    const row = target instanceof Element && target.closest<HTMLElement>('[data-id]');
    if (row) this.tabStopId = row.dataset['id'] ?? null;
  };

  readonly #handleScroll = ({ target }: Event): void => {
    const { state: is, nextCursor } = this.history;
    if (!(target instanceof HTMLElement) || is !== 'ready' || !nextCursor) return;
    const left = target.scrollHeight - target.clientHeight - target.scrollTop;
    if (left > nearEndPx || this.#askedFor === nextCursor) return;
    this.#askedFor = nextCursor;
    this.#ask({ type: 'more-history' });
  };

  readonly #handleKeydown = createKeys({
    chats: () => this.history.chats,
    isOpened: () => this.opened !== null,
    isSearching: () => this.query !== '',
    act: this.#act,
    closeRow: this.#closeRow,
    search: this.#search,
    leave: () => this.dispatchEvent(new RequestEvent({ type: 'close-history' })),
    focus: this.focus.bind(this),
    focusChat: this.#focusChat,
  });
}

declare global {
  interface HTMLElementTagNameMap {
    'paynless-history-panel': HistoryPanel;
  }
}
