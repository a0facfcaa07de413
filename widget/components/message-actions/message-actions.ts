import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import Check from 'lucide/dist/esm/icons/check.mjs';
import Copy from 'lucide/dist/esm/icons/copy.mjs';
import Info from 'lucide/dist/esm/icons/info.mjs';
import Pencil from 'lucide/dist/esm/icons/pencil.mjs';
import RefreshCw from 'lucide/dist/esm/icons/refresh-cw.mjs';
import Shuffle from 'lucide/dist/esm/icons/shuffle.mjs';
import type { AiProvider } from '../../../protocol/catalog.ts';
import type { Feedback } from '../../../protocol/feedback.ts';
import type { Message } from '../../../protocol/message.ts';
import { isComposing } from '../../events/is-composing.ts';
import { type Request, RequestEvent } from '../../events/request-event.ts';
import { en } from '../../i18n/en.ts';
import { button } from '../../styles/button.ts';
import { foundation } from '../../styles/foundation.ts';
import { renderBranchNav } from '../branch-nav/branch-nav.ts';
import { copyText } from '../copy-button/copy-text.ts';
import { dateOf } from '../message-details/date-of.ts';
import { renderMessageDetails } from '../message-details/message-details.ts';
import { FeedbackActions, type SaidFeedback } from './feedback-actions.ts';
import { messageActionsStyles } from './message-actions.styles.ts';
import { keepOneTabStop, moveFocus } from './move-focus.ts';
import { renderAction } from './render-action.ts';

/** What is open below the row. */
type Tray = 'none' | 'models' | 'comment' | 'details';

/**
 * @summary What can be done with one message, in a row below it; whatever needs more room opens below the row.
 * @fires paynless-request - `regenerate`, `show-branch`, `rate`.
 * @csspart actions - The row.
 * @csspart action - Each of its buttons.
 * @csspart branches - The way between the versions of the message.
 * @csspart time - When it was written.
 * @csspart models - The models to answer again with.
 * @csspart models__model - Each of them.
 * @csspart feedback - The form for a comment; also `feedback__text`, `feedback__button`.
 * @csspart details - The model, the tokens and the date of an answer.
 * @csspart actions__note - What came of an action.
 */
export class MessageActions extends LitElement {
  static override styles = [foundation, button, messageActionsStyles];

  /** The widget's words. */
  @property({ attribute: false }) words = en;

  /** The message. */
  @property({ attribute: false }) message: Message | null = null;

  /** The ids of all its versions, when there are more than one. */
  @property({ attribute: false }) versions: readonly string[] = [];

  /** What the person thinks of it. */
  @property({ attribute: false }) feedback: Feedback | null = null;

  /** What they said of it last, and what became of it; null when they said nothing here. */
  @property({ attribute: false }) said: SaidFeedback | null = null;

  /** The models on offer. */
  @property({ attribute: false }) providers: readonly AiProvider[] = [];

  /** An answer runs: nothing that begins another, or leaves it. */
  @property({ type: Boolean }) busy = false;

  /** Says something once, politely. */
  @property({ attribute: false }) announce: (text: string) => void = () => undefined;

  /** Opens the editor of a person's message. */
  @property({ attribute: false }) onEdit: (messageId: string) => void = () => undefined;

  /** What is open. */
  @state() tray: Tray = 'none';
  @state() private isCopied = false;
  /** What came of the last action, where its button can't show it. */
  @state() private note = '';

  /** The name of the button that what is open belongs to. */
  #opener = '';
  readonly #feedback = new FeedbackActions(this);

  constructor() {
    super();
    this.addEventListener('keydown', (event) => {
      this.#handleKeydown(event);
    });
  }

  /** Moves the focus to the button with this name. */
  focusAction(label: string): void {
    this.#actions.find(({ ariaLabel }) => ariaLabel === label)?.focus();
  }

  /** Asks for something. */
  request(request: Request): void {
    this.dispatchEvent(new RequestEvent(request));
  }

  /** Shows and says what came of an action. */
  say(text: string): void {
    this.note = text;
    this.announce(text);
  }

  /**
   * Opens something below the row, or nothing.
   * @param opener the name of the button that it belongs to
   * @param isFocused whether one goes on in it at once
   */
  open(tray: Tray, opener = '', isFocused = false): void {
    this.#reset();
    this.tray = tray;
    this.#opener = opener;
    if (isFocused)
      void this.updateComplete.then(() => {
        this.renderRoot.querySelector<HTMLElement>('.tray :is(.model, textarea)')?.focus();
      });
  }

  /** Closes what is open below the row, and goes back to the button that it belongs to. */
  readonly close = (): void => {
    if (this.tray === 'comment') this.#feedback.giveUp();
    this.tray = this.#feedback.lost ? 'comment' : 'none';
    this.focusAction(this.#opener);
  };

  protected override willUpdate(changes: PropertyValues<this>): void {
    // The place of a message may become that of another one.
    const before = changes.get('message');
    if (before && before.id !== this.message?.id) {
      this.#reset();
      this.#feedback.reset();
    }
    if (changes.has('said')) this.#feedback.hear(this.said);
  }

  protected override updated(): void {
    keepOneTabStop(this.#actions);
  }

  protected override render(): unknown {
    const { words, message, versions, busy } = this;
    if (!message) return nothing;
    const date = dateOf(message);
    const branches = renderBranchNav({ ids: versions, currentId: message.id, disabled: busy, words });
    const time =
      date &&
      html`<time part="time" dir="auto" datetime=${message.createdAt} title=${words.dateAndTime(date)}
        >${words.time(date)}</time
      >`;
    const copy = renderAction({
      label: words.copyMessage,
      icon: this.isCopied ? Check : Copy,
      onClick: () => void this.#copy(),
    });
    const isUser = message.role === 'user';
    // What shows at all times stands at the edge that the message stands at.
    const quiet = isUser
      ? [time, copy, this.#renderForQuestion(message)]
      : [copy, this.#renderForAnswer(message.id), time];
    return html`<div
        class="row"
        part="actions"
        role="toolbar"
        aria-label=${words.messageActions}
        @focusin=${this.#handleFocusIn}
        @focusout=${this.#forgetCopy}
        @pointerleave=${this.#forgetCopy}
      >
        ${isUser ? nothing : branches} <span class="quiet">${quiet}</span> ${isUser ? branches : nothing}
      </div>
      ${this.#renderTray(message)}
      ${this.note ? html`<p class="note" part="actions__note" dir="auto">${this.note}</p>` : nothing}`;
  }

  #renderForQuestion({ id, status }: Message): unknown {
    if (status === 'failed') return nothing;
    return renderAction({
      label: this.words.editMessage,
      icon: Pencil,
      disabled: this.busy,
      onClick: () => {
        this.onEdit(id);
      },
    });
  }

  #renderForAnswer(messageId: string): unknown {
    const { words, busy, tray } = this;
    const disclosure = (opens: Tray, label: string, icon: typeof Copy, disabled = false) =>
      renderAction({
        label,
        icon,
        disabled,
        expanded: tray === opens,
        onClick: () => {
          if (tray === opens) this.close();
          else this.open(opens, label, opens === 'models');
        },
      });
    return [
      renderAction({
        label: words.regenerate,
        icon: RefreshCw,
        disabled: busy,
        onClick: () => {
          this.request({ type: 'regenerate', messageId });
        },
      }),
      this.providers.length > 1 ? disclosure('models', words.regenerateWith, Shuffle, busy) : nothing,
      this.#feedback.renderThumbs(),
      disclosure('details', words.details, Info),
    ];
  }

  #renderTray(message: Message): unknown {
    const { words, providers } = this;
    switch (this.tray) {
      case 'none':
        return nothing;
      case 'models':
        return html`<div
          class="tray tray--list"
          part="models"
          role="group"
          aria-label=${words.regenerateWith}
        >
          ${providers.map((provider) => this.#renderModel(message.id, provider))}
        </div>`;
      case 'comment':
        return this.#feedback.renderForm();
      case 'details':
        return renderMessageDetails(message, providers, words);
    }
  }

  #renderModel(messageId: string, { id, name, description }: AiProvider): TemplateResult {
    const choose = (): void => {
      this.close();
      this.request({ type: 'regenerate', messageId, providerId: id });
    };
    return html`<button class="model" part="models__model" type="button" dir="auto" @click=${choose}>
      ${name}${description ? html` <small>${description}</small>` : nothing}
    </button>`;
  }

  get #actions(): HTMLElement[] {
    return [...this.renderRoot.querySelectorAll<HTMLElement>('.row button')];
  }

  #reset(): void {
    [this.tray, this.note, this.isCopied] = ['none', '', false];
  }

  async #copy(): Promise<void> {
    this.note = '';
    this.isCopied = await copyText(this.message?.content ?? '');
    if (this.isCopied) this.announce(this.words.copied);
    else this.say(this.words.copyFailed);
  }

  readonly #forgetCopy = (): void => {
    this.isCopied = false;
  };

  readonly #handleFocusIn = ({ target }: FocusEvent): void => {
    keepOneTabStop(this.#actions, target);
  };

  /** Arrows lead along the row; Escape closes what is open below it, and only then the chat. */
  #handleKeydown(event: KeyboardEvent): void {
    const isHandled = event.key === 'Escape' && this.tray !== 'none' && !isComposing(event);
    if (isHandled) this.close();
    if (isHandled || moveFocus(this.#actions, event)) event.preventDefault();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'paynless-message-actions': MessageActions;
  }
}
