import { html, type TemplateResult } from 'lit';
import ArrowDown from 'lucide/dist/esm/icons/arrow-down.mjs';
import type { Message } from '../../../protocol/message.ts';
import type { RequestEvent } from '../../events/request-event.ts';
import { icon } from '../icon/icon.ts';
import { dateOf } from '../message-details/date-of.ts';
import { MessagesInView } from './messages-in-view.ts';
import type { MessageList } from './message-list.ts';

/**
 * What surrounds the words of messages: the row of what can be done with them, the editor in the place of a question, and the
 * days between them. Rows exist for what is in view, one message around it, and the one that was used last: a thousand
 * messages have no more of them than a screen has, and yet whoever goes from one to the next with the keyboard, or with
 * a screen reader's cursor, finds the next one there.
 */
export class MessageExtras {
  readonly #list: MessageList;
  readonly #inView: MessagesInView;
  /** The changed words of messages that were not sent. They are kept for as long as the page lives. */
  readonly #rewrites = new Map<string, string>();
  #editedId: string | null = null;
  /** Its editor has yet to come. */
  #isOpening = false;
  #takesFocus = false;

  /** @param list one that has rendered */
  constructor(list: MessageList) {
    this.#list = list;
    this.#inView = new MessagesInView(list);
  }

  /** Looks for messages that are new in the document, and whether the one that is being changed has left it. */
  observe(): void {
    this.#inView.observe();
    if (this.#editedId === null) return;
    // Of a long conversation the place of the message may come last.
    if (this.#isOpening && this.#editor) {
      if (this.#takesFocus) requestAnimationFrame(this.#showEditor);
      this.#isOpening = this.#takesFocus = false;
    }
    const isThere = this.#list.messages.some(({ id }) => id === this.#editedId);
    if (!isThere && !this.#isOpening) this.#editedId = null;
  }

  /** See `MessageList.restoreEdit`. */
  restoreEdit(id: string, text: string): void {
    this.#rewrites.set(id, text);
    this.#openEditor(id, this.#scroller?.matches(':focus') === true);
  }

  /** What the messages `from` to `to` depend on besides themselves: the same values are the same templates. */
  dependencies(from: number, to: number): readonly unknown[] {
    const { siblings, feedback, providers, busy } = this.#list;
    const rows = this.#inView.rowsWithin(from, to);
    return [this.#editedId, rows, ...(rows ? [siblings, feedback, providers, busy] : [])];
  }

  /** The day that a message begins: one that is not the day of the message before it, or today for the first. */
  renderDay(message: Message, before: Message | undefined): TemplateResult | null {
    const date = dateOf(message);
    const now = new Date();
    const previous = before ? dateOf(before) : now;
    if (!date || date.toDateString() === previous?.toDateString()) return null;
    return html`<p class="day" part="day">
      <time datetime=${message.createdAt}>${this.#list.words.day(date, now)}</time>
    </p>`;
  }

  /** The editor, for the message that is being changed. */
  renderEditor({ id, content }: Message): TemplateResult | null {
    const { words, busy } = this.#list;
    if (id !== this.#editedId) return null;
    return html`<paynless-edit-form
      exportparts="edit, edit__text, edit__button"
      .words=${words}
      .messageId=${id}
      .text=${this.#rewrites.get(id) ?? content}
      .busy=${busy}
      .wanted=${this.#takesFocus}
      .onChange=${this.#keepRewrite}
      .onDone=${this.#endEdit}
    ></paynless-edit-form>`;
  }

  /** The row below a message, where there is one. */
  renderActions(message: Message, index: number): TemplateResult | null {
    const { words, siblings, feedback, providers, busy } = this.#list;
    const { id, role, status } = message;
    const own = feedback?.get(id);
    const shown = own?.shown === undefined ? message.feedback : own.shown;
    if (status === 'streaming' || id === this.#editedId || !this.#inView.hasRow(index)) return null;
    return html`<paynless-message-actions
      exportparts="actions, action, actions__note, branches, time, models, models__model, feedback, feedback__text, feedback__button, details"
      ?end=${role === 'user'}
      .words=${words}
      .message=${message}
      .versions=${siblings.get(id) ?? []}
      .feedback=${shown ?? null}
      .said=${own?.said ?? null}
      .providers=${providers}
      .busy=${busy}
      .announce=${this.#announce}
      .onEdit=${this.#edit}
      @paynless-request=${this.#keepFocus}
    ></paynless-message-actions>`;
  }

  /** The shape of a conversation that is on its way. */
  renderSkeleton(): TemplateResult {
    return html`<div class="skeleton">
      <span class="visually-hidden">${this.#list.words.loadingChat}</span>
      <div class="skeleton__line skeleton__line--question"></div>
      <div class="skeleton__line"></div>
      <div class="skeleton__line"></div>
      <div class="skeleton__line skeleton__line--last"></div>
    </div>`;
  }

  /**
   * The way to the newest text, with a count of what came since.
   * @param seenId the newest message that somebody who followed the text has seen; unknown in another conversation
   */
  renderJump(seenId: string | undefined): TemplateResult {
    const { messages, words } = this.#list;
    const seen = messages.findIndex(({ id }) => id === seenId);
    const unread = seen < 0 ? 0 : messages.length - 1 - seen;
    return html`<button class="button jump" part="jump" type="button" @click=${this.#jump}>
      ${icon(ArrowDown, 16)} ${unread > 0 ? words.newMessages(unread) : words.jumpToLatest}
    </button>`;
  }

  readonly #jump = (): void => {
    this.#list.follow();
    this.#focusScroller();
  };

  get #scroller(): HTMLElement | null {
    return this.#list.renderRoot.querySelector('.scroller');
  }

  #focusScroller(): void {
    this.#scroller?.focus({ preventScroll: true });
  }

  /** The row of an answer goes as soon as another one comes in its place, and the focus with it. */
  readonly #keepFocus = ({ request }: RequestEvent): void => {
    if (request.type === 'regenerate') this.#focusScroller();
  };

  readonly #announce = (text: string): void => {
    const region = this.#list.renderRoot.querySelector('[role=status]');
    // The same words twice are heard twice only when there was nothing in between.
    region?.replaceChildren();
    requestAnimationFrame(() => region?.replaceChildren(text));
  };

  get #editor(): HTMLElement | null {
    return this.#list.renderRoot.querySelector('paynless-edit-form');
  }

  readonly #edit = (id: string): void => {
    this.#openEditor(id, true);
  };

  #openEditor(id: string, takesFocus: boolean): void {
    this.#editedId = id;
    this.#isOpening = true;
    this.#takesFocus = takesFocus;
    this.#list.requestUpdate();
  }

  readonly #showEditor = (): void => {
    this.#editor?.scrollIntoView({ block: 'nearest' });
    this.#list.stay();
  };

  readonly #keepRewrite = (text: string): void => {
    if (this.#editedId !== null) this.#rewrites.set(this.#editedId, text);
  };

  readonly #endEdit = async (isSent: boolean): Promise<void> => {
    const list = this.#list;
    const id = this.#editedId ?? '';
    const place = list.renderRoot.querySelector(`[data-id="${id}"]`);
    this.#rewrites.delete(id);
    this.#editedId = null;
    list.requestUpdate();
    if (isSent) {
      this.#focusScroller();
      return;
    }
    await list.updateComplete;
    const row = place?.querySelector('paynless-message-actions');
    await row?.updateComplete;
    row?.focusAction(list.words.editMessage);
  };
}
