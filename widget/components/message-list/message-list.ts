import { adoptStyles, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { guard } from 'lit/directives/guard.js';
import type { AiProvider } from '../../../protocol/catalog.ts';
import type { Feedback } from '../../../protocol/feedback.ts';
import type { Message } from '../../../protocol/message.ts';
import { FollowController } from '../../controllers/follow-controller.ts';
import { IdleMountController } from '../../controllers/idle-mount-controller.ts';
import { en } from '../../i18n/en.ts';
import { button } from '../../styles/button.ts';
import { foundation } from '../../styles/foundation.ts';
import type { ErrorAction } from '../error-notice/error-notice.ts';
import type { SaidFeedback } from '../message-actions/feedback-actions.ts';
import { renderMessage } from '../message/message.ts';
import { messageStyles } from '../message/message.styles.ts';
import type { MessageExtras } from './message-extras.ts';
import { AnswerRenderer } from './answer-renderer.ts';
import { messageListStyles } from './message-list.styles.ts';

/** Messages are rendered in groups: while an answer streams, only the last group is looked at. */
const groupSize = 10;

/** The newest messages, which are shown before the others: they fill most screens. */
const shownAtOnce = 12;

/** What a person said of an answer here, and what is shown instead of what the message says, if anything. */
interface OwnFeedback {
  readonly said: SaidFeedback;
  readonly shown: Feedback | null | undefined;
}

/** What went wrong with the newest message, and what can be done about it. */
export interface MessageFailure {
  readonly text: string;
  readonly actions: readonly ErrorAction[];
}

/**
 * @summary The conversation. It follows the newest text unless its reader has scrolled up, and announces each answer
 * once, when it has ended: a live region around a growing text would read it over and over.
 * @slot - Shown at the end, before the first message: a welcome.
 * @fires paynless-request - From the failure of the newest message, and from what can be done with each.
 * @csspart list - What scrolls.
 * @csspart message - Each message; also `message--user` or `message--assistant`.
 * @csspart message__body - Its words.
 * @csspart message__note - What is said about how it ended.
 * @csspart day - The day that the messages below it were written on.
 * @csspart link - A link in an answer.
 * @csspart table - A table in an answer.
 * @csspart math - A formula in an answer.
 * @csspart code - A block of code; also `code__head`, and `copy` for its button.
 * @csspart edit - The editor of a message; also `edit__text`, `edit__button`.
 * @csspart actions - What can be done with a message; also `action`, `actions__note`, `branches`, `time`, `models`,
 * `models__model`, `feedback`, `feedback__text`, `feedback__button`, `details`.
 * @csspart notice - What says that the newest message failed; also `notice__action`.
 * @csspart progress - What stands below the newest words while the first of an answer, or the connection, is waited for.
 * @csspart jump - The button that leads back to the newest text.
 */
export class MessageList extends LitElement {
  static override styles = [foundation, button, messageStyles, messageListStyles];

  /** The widget's words. */
  @property({ attribute: false }) words = en;

  /** Oldest first. A running answer is the last one, with status `streaming` and no content yet. */
  @property({ attribute: false }) messages: readonly Message[] = [];

  /** The words of the running answer. */
  @property({ attribute: false }) streamingText = '';

  /** The newest message has been sent and no word of its answer has come. */
  @property({ type: Boolean }) waiting = false;

  /** The connection to the running answer is lost, and looked for. */
  @property({ type: Boolean, reflect: true }) reconnecting = false;

  /** A conversation is on its way. */
  @property({ type: Boolean }) loading = false;

  /** The ids of all versions of a message, oldest first, for those that have more than one. */
  @property({ attribute: false }) siblings: ReadonlyMap<string, readonly string[]> = new Map();

  /** Messages that go out by themselves when there is a connection. */
  @property({ attribute: false }) queuedIds: ReadonlySet<string> = new Set();

  /** What the person said of answers here; `shown` where that is newer than what the messages say, null for nothing. */
  @property({ attribute: false }) feedback: ReadonlyMap<string, OwnFeedback> | undefined;

  /** The models on offer. */
  @property({ attribute: false }) providers: readonly AiProvider[] = [];

  /** An answer runs: no other one is begun, and no other branch shown. */
  @property({ type: Boolean }) busy = false;

  /** What went wrong with the newest message. */
  @property({ attribute: false }) failure: MessageFailure | null = null;

  readonly #follow = new FollowController(this);
  readonly #mount = new IdleMountController(this, shownAtOnce, groupSize);
  #extras: MessageExtras | undefined;
  readonly #answers = new AnswerRenderer(({ markdownStyles, messageExtrasStyles, MessageExtras }) => {
    if (this.shadowRoot)
      adoptStyles(this.shadowRoot, [...MessageList.elementStyles, markdownStyles, messageExtrasStyles]);
    this.#extras = new MessageExtras(this);
    this.requestUpdate();
  });
  /** The newest message that somebody who follows the text has seen. */
  #seenId: string | undefined;
  /** The words of answers that stood last: what is shown again is not new. */
  readonly #known = new Map<string, string>();

  /** Goes to the newest text and stays with it. */
  follow(): void {
    this.#follow.follow();
  }

  /** Stays with what has been scrolled into view. */
  stay(): void {
    this.#follow.stay();
  }

  /**
   * Gives back the changed words of a message that could not be sent: its editor opens again with them. The focus goes there
   * if it is where the sending has left it.
   */
  restoreEdit(messageId: string, text: string): void {
    this.#extras?.restoreEdit(messageId, text);
  }

  protected override willUpdate(): void {
    if (this.waiting || this.loading || this.messages.length > 0)
      this.#answers.load(this.words, this.waiting);
    if (this.#follow.isFollowing) this.#seenId = this.messages.at(-1)?.id;
  }

  protected override updated(changes: PropertyValues<this>): void {
    const scroller = this.renderRoot.querySelector<HTMLElement>('.scroller');
    const content = this.renderRoot.querySelector<HTMLElement>('.content');
    if (scroller && content) this.#follow.observe(scroller, content);
    // Between two words of an answer no message is new.
    if (changes.size !== 1 || !changes.has('streamingText')) this.#extras?.observe();
    this.#announce(changes);
  }

  protected override render(): TemplateResult {
    return html`<div
        class="scroller"
        part="list"
        role="log"
        aria-live="off"
        aria-label=${this.words.conversationLabel}
        aria-busy=${this.loading ? 'true' : 'false'}
        tabindex="0"
      >
        <div class="content">
          <slot></slot>
          ${this.loading ? this.#extras?.renderSkeleton() : nothing}${this.#renderGroups()}
          ${this.#renderProgress()} ${this.#renderFailure()}
        </div>
      </div>
      ${this.#follow.isFollowing ? nothing : this.#extras?.renderJump(this.#seenId)}
      <div class="visually-hidden" role="status"></div>`;
  }

  #renderGroups(): unknown {
    const { length } = this.messages;
    const hidden = this.#mount.hiddenParts(this.messages[0]?.id, length);
    const today = new Date().toDateString();
    // What is not mounted yet has its place already: nothing moves when it comes.
    return Array.from({ length: Math.ceil(length / groupSize) }, (_, group) => {
      const start = group * groupSize;
      return start + groupSize <= hidden
        ? nothing
        : html`<div class="group">${this.#renderGroup(start, Math.max(start, hidden), today)}</div>`;
    });
  }

  /** @param from the first that is mounted */
  #renderGroup(start: number, from: number, today: string): unknown {
    const end = start + groupSize;
    const messages = this.messages.slice(start, end);
    const render = (): unknown =>
      messages.map((message, index) =>
        start + index < from ? nothing : this.#renderMessage(message, start + index),
      );
    if (end >= this.messages.length) return render();
    const around = this.#extras?.dependencies(start, end - 1) ?? [];
    return guard(
      [this.words, this.queuedIds, this.#answers.parts, from, today, ...around, ...messages],
      render,
    );
  }

  #renderMessage(message: Message, index: number): unknown {
    const { words } = this;
    const extras = this.#extras;
    const text = message.status === 'streaming' ? this.streamingText : message.content;
    const content = message.role === 'user' ? text : this.#answers.render(message, text, words);
    const editor = extras?.renderEditor(message);
    const actions = extras?.renderActions(message, index);
    const isQueued = this.queuedIds.has(message.id);
    const shown = renderMessage({ message, content, editor, actions, isQueued, words });
    // Most messages begin no day: a thousand places for one would stay empty.
    const day = extras?.renderDay(message, this.messages[index - 1]);
    return day ? [day, shown] : shown;
  }

  /** What stands below the newest words while more are expected; most often the caret in them says it all. */
  #renderProgress(): TemplateResult | typeof nothing {
    if (!this.waiting && !this.reconnecting) return nothing;
    const { reconnecting, words } = this;
    // Whoever can't see it hears of it from the status. Without words its direction is that of what is around it.
    return html`<p class="progress" part="progress" dir=${reconnecting ? 'auto' : nothing}>
      ${reconnecting ? words.reconnecting : nothing}
    </p>`;
  }

  #renderFailure(): TemplateResult | typeof nothing {
    if (!this.failure) return nothing;
    const { text, actions } = this.failure;
    return html`<paynless-error-notice
      exportparts="notice, notice__action"
      .text=${text}
      .actions=${actions}
    ></paynless-error-notice>`;
  }

  /**
   * Says what is waited for, and then the answer that has just ended. Its words are read from the page, where Markdown's signs
   * are gone.
   */
  #announce(changes: PropertyValues<this>): void {
    // The last one: to look for it would be to look through all messages, with every word.
    const region = this.renderRoot.lastElementChild;
    const last = this.messages.at(-1);
    if (!region) return;
    const { thinking, reconnecting } = this.words;
    if (changes.has('waiting') || changes.has('reconnecting'))
      region.textContent = this.reconnecting ? reconnecting : this.waiting ? thinking : '';
    if (last?.role !== 'assistant' || last.status === 'streaming') return;
    const isKnown = this.#known.get(last.id) === last.content;
    this.#known.set(last.id, last.content);
    const before = changes.get('messages')?.at(-1);
    const hasStreamed = before?.status === 'streaming' && before.id === last.id;
    // A short answer may begin and end between two renders; one that failed leaves those before it where they were.
    if (!hasStreamed && (isKnown || changes.get('waiting') !== true)) return;
    const article = this.renderRoot.querySelector(`[data-id="${last.id}"]`);
    region.textContent = article && (this.#answers.parts?.spokenText(article) ?? last.content);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'paynless-message-list': MessageList;
  }
}
