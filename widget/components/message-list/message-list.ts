import { adoptStyles, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { guard } from 'lit/directives/guard.js';
import ArrowDown from 'lucide/dist/esm/icons/arrow-down.mjs';
import type { Message } from '../../../protocol/message.ts';
import { FollowController } from '../../controllers/follow-controller.ts';
import { IdleMountController } from '../../controllers/idle-mount-controller.ts';
import { en } from '../../i18n/en.ts';
import { button } from '../../styles/button.ts';
import { foundation } from '../../styles/foundation.ts';
import type { ErrorAction } from '../error-notice/error-notice.ts';
import { icon } from '../icon/icon.ts';
import { renderMessage } from '../message/message.ts';
import { messageStyles } from '../message/message.styles.ts';
import { AnswerRenderer } from './answer-renderer.ts';
import { messageListStyles } from './message-list.styles.ts';
import { spokenText } from './spoken-text.ts';

/** Messages are rendered in groups: while an answer streams, only the last group is looked at. */
const groupSize = 20;

/** What went wrong with the newest message, and what can be done about it. */
export interface MessageFailure {
  readonly text: string;
  readonly actions: readonly ErrorAction[];
}

/**
 * @summary The conversation. It follows the newest text unless its reader has scrolled up, and announces each answer
 * once, when it has ended: a live region around a growing text would read it over and over.
 * @slot - Shown at the end, before the first message: a welcome.
 * @fires paynless-request - From the failure of the newest message.
 * @csspart list - What scrolls.
 * @csspart message - Each message; also `message--user` or `message--assistant`.
 * @csspart message__body - Its words.
 * @csspart message__note - What is said about how it ended.
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

  /** What went wrong with the newest message. */
  @property({ attribute: false }) failure: MessageFailure | null = null;

  readonly #follow = new FollowController(this);
  readonly #mount = new IdleMountController(this, 2);
  readonly #answers = new AnswerRenderer((styles) => {
    if (this.shadowRoot) adoptStyles(this.shadowRoot, [...MessageList.elementStyles, styles]);
    this.requestUpdate();
  });

  /** Goes to the newest text and stays with it. */
  follow(): void {
    this.#follow.follow();
  }

  protected override willUpdate(changes: PropertyValues<this>): void {
    if (this.waiting) this.#answers.load();
    if (changes.has('messages') && this.messages.some(({ role }) => role === 'assistant'))
      this.#answers.load();
  }

  protected override updated(changes: PropertyValues<this>): void {
    const scroller = this.renderRoot.querySelector<HTMLElement>('.scroller');
    const content = this.renderRoot.querySelector<HTMLElement>('.content');
    if (scroller && content) this.#follow.observe(scroller, content);
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
          ${this.loading ? this.#renderSkeleton() : nothing}${this.#renderGroups()} ${this.#renderProgress()}
          ${this.#renderFailure()}
        </div>
      </div>
      ${this.#follow.isFollowing ? nothing : this.#renderJump()}
      <div class="visually-hidden" role="status"></div>`;
  }

  #renderGroups(): unknown {
    const count = Math.ceil(this.messages.length / groupSize);
    const hidden = this.#mount.hiddenParts(this.messages[0]?.id, count);
    // What is not mounted yet has its place already: nothing moves when it comes.
    return Array.from({ length: count }, (_, index) =>
      index < hidden
        ? nothing
        : html`<div class="group">${this.#renderGroup(index, index === count - 1)}</div>`,
    );
  }

  #renderGroup(index: number, isNewest: boolean): unknown {
    const messages = this.messages.slice(index * groupSize, (index + 1) * groupSize);
    const render = (): unknown => messages.map((message) => this.#renderMessage(message));
    return isNewest ? render() : guard([this.words, this.#answers.version, ...messages], render);
  }

  #renderMessage(message: Message): TemplateResult {
    const text = message.status === 'streaming' ? this.streamingText : message.content;
    const content = message.role === 'user' ? text : this.#answers.render(message, text, this.words);
    return renderMessage({ message, content, words: this.words });
  }

  /** What stands below the newest words while more are expected; most often the caret in them says it all. */
  #renderProgress(): TemplateResult | typeof nothing {
    if (!this.waiting && !this.reconnecting) return nothing;
    const { thinking, reconnecting } = this.words;
    return html`<p class="progress" part="progress" dir="auto">
      <span class=${this.reconnecting ? '' : 'visually-hidden'}
        >${this.reconnecting ? reconnecting : thinking}</span
      >
    </p>`;
  }

  #renderFailure(): TemplateResult | typeof nothing {
    if (!this.failure) return nothing;
    const { text, actions } = this.failure;
    return html`<paynless-error-notice .text=${text} .actions=${actions}></paynless-error-notice>`;
  }

  #renderSkeleton(): TemplateResult {
    return html`<div class="skeleton">
      <span class="visually-hidden">${this.words.loadingChat}</span>
      <div class="skeleton__line skeleton__line--question"></div>
      <div class="skeleton__line"></div>
      <div class="skeleton__line"></div>
      <div class="skeleton__line skeleton__line--last"></div>
    </div>`;
  }

  #renderJump(): TemplateResult {
    return html`<button class="button jump" part="jump" type="button" @click=${this.#jump}>
      ${icon(ArrowDown, 16)} ${this.words.jumpToLatest}
    </button>`;
  }

  readonly #jump = (): void => {
    this.#follow.follow();
    this.renderRoot.querySelector<HTMLElement>('.scroller')?.focus({ preventScroll: true });
  };

  /**
   * Says that the connection is looked for, and the answer that has just ended. Its words are read from the page, where
   * Markdown's signs are gone.
   */
  #announce(changes: PropertyValues<this>): void {
    const region = this.renderRoot.querySelector('[role=status]');
    const last = this.messages.at(-1);
    const before = changes.get('messages')?.at(-1);
    if (!region) return;
    if (changes.has('reconnecting') || (changes.has('waiting') && this.waiting))
      region.textContent = this.reconnecting ? this.words.reconnecting : '';
    // A short answer may begin and end between two renders.
    const wasRunning =
      changes.get('waiting') === true || (before?.status === 'streaming' && before.id === last?.id);
    if (!wasRunning || last?.role !== 'assistant' || last.status === 'streaming') return;
    const article = this.renderRoot.querySelector(`[data-id="${last.id}"]`);
    region.textContent = article && spokenText(article);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'paynless-message-list': MessageList;
  }
}
