import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { launcherIcon } from '../components/launcher/launcher.ts';
import { LanguageController } from '../controllers/language-controller.ts';
import { PaynlessCloseEvent } from '../events/paynless-close-event.ts';
import { PaynlessErrorEvent } from '../events/paynless-error-event.ts';
import { PaynlessOpenEvent } from '../events/paynless-open-event.ts';
import { PaynlessReadyEvent } from '../events/paynless-ready-event.ts';
import { labelsFor } from '../i18n/launcher-labels.ts';
import type { TextOverrides } from '../i18n/messages.ts';
import { launcherTokens } from '../styles/launcher-tokens.ts';
import { isInView } from './is-in-view.ts';
import { pageElements } from './page-elements.ts';
import type { ChatPanel } from './panel.ts';
import { paynlessChatStyles } from './paynless-chat.styles.ts';

/**
 * @summary An AI chat for any page: one tag. Until a visitor wants it, it is a round button and nothing more: no request,
 * no storage, and the rest of its code not even loaded.
 *
 * @fires paynless-ready - The element can be used.
 * @fires paynless-open - The panel has opened.
 * @fires paynless-close - The panel has closed.
 * @fires paynless-message-sent - A message of the person is on its way.
 * @fires paynless-answer-start - The first words of an answer have arrived.
 * @fires paynless-answer-end - An answer that is on show has ended, whole or not.
 * @fires paynless-limit-reached - No free messages are left; cancelable.
 * @fires paynless-sign-up-requested - The person wants to sign up; cancelable.
 * @fires paynless-session-change - Somebody signed in or out.
 * @fires paynless-chat-change - Another conversation is shown.
 * @fires paynless-error - Something failed and the person was told.
 *
 * @slot launcher - What the launcher shows in the place of its icon.
 * @slot header - More in the header, between the title and the buttons.
 * @slot welcome - What stands in the place of the welcome line.
 * @slot empty - What stands below the starters of a new conversation.
 * @slot footer - What stands below the composer.
 * @slot composer-start - Controls before the choices in the composer.
 * @slot composer-end - Controls before the send button.
 * @slot limit - What stands in the place of the texts at the end of the free messages; the links stay.
 *
 * @csspart launcher - The round button.
 * @csspart launcher__badge - How many answers nobody has seen.
 * @csspart panel - The chat.
 * @csspart header - The bar on top.
 * @csspart title - What the chat is called.
 * @csspart header__button - Each button of the header.
 * @csspart resize-handle - What a floating panel is made larger and smaller with.
 * @csspart footer - The area of the composer.
 * @csspart list - What scrolls.
 * @csspart message - Each message.
 * @csspart message--user - Each message of the person.
 * @csspart message--assistant - Each answer.
 * @csspart message__body - The words of a message.
 * @csspart message__note - What is said about how a message ended.
 * @csspart day - The day that the messages below it were written on.
 * @csspart link - A link in an answer.
 * @csspart table - A table in an answer.
 * @csspart math - A formula in an answer.
 * @csspart code - A block of code.
 * @csspart code__head - The bar over a block of code.
 * @csspart copy - The button that copies a block of code.
 * @csspart edit - The editor of a message.
 * @csspart edit__text - Its text field.
 * @csspart edit__button - Each of its buttons.
 * @csspart actions - What can be done with a message.
 * @csspart action - Each thing that can be done with it.
 * @csspart actions__note - What is said about it.
 * @csspart branches - The versions of a message, and the way between them.
 * @csspart time - When a message was written.
 * @csspart models - The models that can answer again.
 * @csspart models__model - Each of them.
 * @csspart feedback - The form for a comment on an answer.
 * @csspart feedback__text - Its text field.
 * @csspart feedback__button - Each of its buttons.
 * @csspart details - Model, tokens and time of an answer.
 * @csspart notice - What says that something failed.
 * @csspart notice__action - What can be done about it.
 * @csspart progress - What stands below the newest words while more are waited for.
 * @csspart jump - The button that leads back to the newest text.
 * @csspart welcome - A new conversation.
 * @csspart welcome__line - Its line.
 * @csspart welcome__starter - Each way to begin.
 * @csspart composer - The box that one writes in.
 * @csspart composer__text - Its text field.
 * @csspart composer__send - The button that sends or stops.
 * @csspart composer__status - What is said of the connection.
 * @csspart chip - The choice of the model, and of the prompt.
 * @csspart listbox - The list of what there is to choose from.
 * @csspart option - Each of them.
 * @csspart meter - How many free messages are left.
 * @csspart limit - The end of the free messages.
 * @csspart limit__action - Each way on.
 * @csspart limit__dismiss - The button that puts it away.
 * @csspart history - The list of chats.
 * @csspart history__search - The field to search in.
 * @csspart history__day - The name of each day.
 * @csspart chat - Each chat.
 * @csspart chat__title - What opens it.
 * @csspart chat__action - Each thing that can be done with it.
 * @csspart chat__field - The field for its title.
 * @csspart toast - What was deleted, and the way back.
 *
 * @cssprop [--paynless-accent=#4453c4] - The one accent: buttons, links, the person's bubble.
 * @cssprop [--paynless-on-accent] - Text on the accent; black or white, whichever reads better.
 * @cssprop [--paynless-accent-text] - The accent as text, made readable.
 * @cssprop [--paynless-focus] - The focus ring; as accent-text.
 * @cssprop [--paynless-link] - Links; as accent-text.
 * @cssprop [--paynless-tint] - Tinted ground, from the accent.
 * @cssprop [--paynless-neutral=oklch(0.55 0.011 270)] - The colour whose hue tints all greys.
 * @cssprop [--paynless-surface] - The panel's ground.
 * @cssprop [--paynless-sunken] - Ground that lies lower.
 * @cssprop [--paynless-raised] - Fields and lists.
 * @cssprop [--paynless-hover] - What is under the pointer.
 * @cssprop [--paynless-line] - Quiet lines.
 * @cssprop [--paynless-line-strong] - Lines around controls.
 * @cssprop [--paynless-text] - Text.
 * @cssprop [--paynless-text-muted] - Secondary text.
 * @cssprop [--paynless-danger] - What went wrong, and what deletes.
 * @cssprop [--paynless-bubble] - The person's bubble; as tint.
 * @cssprop [--paynless-bubble-text] - Its text; as text.
 * @cssprop [--paynless-code] - Ground of code; as sunken.
 * @cssprop [--paynless-code-text] - Text of code; as text.
 * @cssprop [--paynless-code-keyword] - Keywords in code.
 * @cssprop [--paynless-code-string] - Strings in code.
 * @cssprop [--paynless-code-number] - Numbers and other literals in code.
 * @cssprop [--paynless-code-comment] - Comments in code; as text-muted.
 * @cssprop [--paynless-code-title] - Names in code.
 * @cssprop [--paynless-code-type] - Types and built-ins in code.
 * @cssprop [--paynless-code-attribute] - Attributes and variables in code.
 * @cssprop [--paynless-code-addition] - Added lines in a diff.
 * @cssprop [--paynless-code-deletion] - Removed lines in a diff.
 * @cssprop [--paynless-header=none] - Ground of the header.
 * @cssprop [--paynless-header-text] - Title and buttons of the header.
 * @cssprop [--paynless-launcher] - The launcher; as accent.
 * @cssprop [--paynless-on-launcher] - Its icon; as on-accent.
 * @cssprop [--paynless-badge=#c5352c] - The unread badge.
 * @cssprop [--paynless-on-badge=#fff] - Its number.
 * @cssprop [--paynless-radius=16px] - The panel's corners.
 * @cssprop [--paynless-radius-bubble=16px] - The bubble's corners.
 * @cssprop [--paynless-radius-composer=14px] - The composer's corners, and the wall's.
 * @cssprop [--paynless-radius-card=12px] - Starters, notices, code.
 * @cssprop [--paynless-radius-control=10px] - Buttons, fields, entries of lists.
 * @cssprop [--paynless-radius-launcher=50%] - The launcher's corners.
 * @cssprop [--paynless-font=ui-sans-serif, system-ui, sans-serif] - The typeface.
 * @cssprop [--paynless-font-code=ui-monospace, 'SF Mono', Menlo, Consolas, monospace] - The typeface of code.
 * @cssprop [--paynless-font-size=15px] - Size of text.
 * @cssprop [--paynless-font-size-small=13px] - Size of small text.
 * @cssprop [--paynless-font-size-code=13px] - Size of code.
 * @cssprop [--paynless-line-height=22px] - Line height of text, a length.
 * @cssprop [--paynless-font-weight-medium=500] - Medium weight.
 * @cssprop [--paynless-font-weight-bold=600] - Bold weight.
 * @cssprop [--paynless-density=1] - Scales all spacing; the attribute `density` wins.
 * @cssprop [--paynless-gutter=calc(16px * var(--_density))] - Space at the sides.
 * @cssprop [--paynless-gap=calc(20px * var(--_density))] - Space between messages.
 * @cssprop [--paynless-header-height=calc(36px + 16px * var(--_density))] - Height of the header.
 * @cssprop [--paynless-control-size=calc(24px + 12px * var(--_density))] - Buttons and fields; 44px on touch.
 * @cssprop [--paynless-content-width=720px] - The widest conversation.
 * @cssprop [--paynless-message-width=85%] - The widest bubble.
 * @cssprop [--paynless-width=400px] - Width of a floating panel.
 * @cssprop [--paynless-height=640px] - Height of the panel; floating at most 80dvh.
 * @cssprop [--paynless-launcher-size=52px] - The launcher.
 * @cssprop [--paynless-inset-inline=20px] - Distance from the side of the window.
 * @cssprop [--paynless-inset-block=20px] - Distance from the bottom of the window.
 * @cssprop [--paynless-z-index=2147480000] - Its place above the page.
 * @cssprop [--paynless-shadow] - The panel's shadow.
 * @cssprop [--paynless-shadow-launcher=0 1px 3px rgb(14 16 27 / 0.16), 0 8px 24px -4px rgb(14 16 27 / 0.28)] - The launcher's shadow.
 * @cssprop [--paynless-duration=160ms] - Length of motion.
 * @cssprop [--paynless-easing=cubic-bezier(0.2, 0, 0, 1)] - Its curve.
 */
export class PaynlessChat extends LitElement {
  static override styles = [launcherTokens, paynlessChatStyles];

  /** Where the worker is, for elements that do not say it. The script's entry sets its own origin. */
  static defaultApiUrl = '';

  /** Where the worker is; the default is where the script came from. */
  @property({ attribute: 'api-url' }) apiUrl = '';

  /** `floating` over the page behind a button, or `inline` as a part of it. */
  @property({ reflect: true }) mode: 'floating' | 'inline' = 'floating';

  /** Whether a floating chat is shown. Opening it this way moves no focus; `show()` does. */
  @property({ type: Boolean, reflect: true }) open = false;

  /** The model to begin with, as long as the person has not chosen one. */
  @property({ attribute: 'provider-id' }) providerId: string | null = null;

  /** The prompt to begin with, as long as the person has not chosen one. */
  @property({ attribute: 'prompt-id' }) promptId: string | null = null;

  /** The conversation to show. Null shows the latest; set later on, it begins a new one. */
  @property({ attribute: 'chat-id' }) chatId: string | null = null;

  /** The site's register page; the default is the deployment's. */
  @property({ attribute: 'register-url' }) registerUrl = '';

  /** The site's sign-in page; the default is the deployment's. */
  @property({ attribute: 'sign-in-url' }) signInUrl = '';

  /** The user's access token, for sites with a login of their own. */
  @property({ attribute: 'access-token' }) accessToken: string | null = null;

  /** What the chat is called. */
  @property() heading = '';

  /** Shown in the empty composer. */
  @property() placeholder = '';

  /** `light`, `dark`, or `auto`: as the visitor's system. */
  @property({ reflect: true }) theme: 'auto' | 'light' | 'dark' = 'auto';

  /** Leaves out the choice of the model. */
  @property({ type: Boolean, attribute: 'no-model-select' }) noModelSelect = false;

  /** Leaves out the choice of the prompt. */
  @property({ type: Boolean, attribute: 'no-prompt-select' }) noPromptSelect = false;

  /** Leaves out the list of a signed-in person's chats. */
  @property({ type: Boolean, attribute: 'no-history' }) noHistory = false;

  /** How much room everything takes. */
  @property({ reflect: true }) density: 'compact' | 'normal' | 'comfortable' = 'normal';

  /** `idle`: the rest of the widget is fetched as soon as the page has nothing better to do, and not only when it is wanted. */
  @property() preload: 'none' | 'idle' = 'none';

  /** Asked for the user's access token before each call; for sites with a login of their own. */
  @property({ attribute: false }) getAccessToken: (() => Promise<string | null>) | null = null;

  /** Up to four messages to begin with. */
  @property({ attribute: false }) starters: readonly string[] = [];

  /** The site's own words, by key. */
  @property({ attribute: false }) messages: TextOverrides = {};

  @state() private panel: ChatPanel | null = null;

  @state() private isLoading = false;

  /** The panel was wanted and could not be loaded. */
  @state() private hasFailed = false;

  readonly #language = new LanguageController(this, () => {
    void this.panel?.languageChanged();
    this.requestUpdate();
  });
  #loading: Promise<ChatPanel> | undefined;
  #viewObserver: IntersectionObserver | undefined;
  /** What had the focus when the chat was shown. */
  #opener: Element | null = null;

  /** Where the worker is, said or not. */
  get workerUrl(): string {
    return this.apiUrl || PaynlessChat.defaultApiUrl;
  }

  /** The language in force for it (BCP 47): its own `lang`, else the page's around it, else the browser's. */
  get language(): string {
    return this.#language.language;
  }

  constructor() {
    super();
    this.addEventListener('paynless-request', this.#handleRequest);
    this.addController({
      hostConnected: () => {
        pageElements.add(this);
        window.addEventListener('online', this.#handleOnline);
      },
      hostDisconnected: () => {
        pageElements.delete(this);
        window.removeEventListener('online', this.#handleOnline);
      },
    });
  }

  /** Opens a floating chat and puts the focus into it. */
  async show(): Promise<void> {
    this.#opener = findFocused();
    this.open = true;
    await this.#loadAndFocus();
  }

  /** Closes a floating chat; a focus in it goes back to where it was. What is written and what is being answered stays. */
  hide(): void {
    this.open = false;
  }

  /** Sends a message as if the person had written it. Resolves when its answer has ended, well or not. */
  async send(text: string): Promise<void> {
    const panel = await this.#load();
    await panel.send(text);
  }

  /** Stops the running answer, in every tab; what has arrived stays. */
  stop(): void {
    this.panel?.stores.chat.stop();
  }

  /** Leaves the conversation for an empty one. */
  async newChat(): Promise<void> {
    const panel = await this.#load();
    panel.newChat();
  }

  /** Shows another conversation. */
  async openChat(id: string): Promise<void> {
    const panel = await this.#load();
    await panel.openChat(id);
  }

  /**
   * Makes the panel. A separate step, so that a subclass can give it another connection.
   * @internal
   */
  protected async createPanel(): Promise<ChatPanel> {
    const { ChatPanel } = await import('./panel.ts');
    return new ChatPanel(this);
  }

  protected override firstUpdated(): void {
    this.dispatchEvent(new PaynlessReadyEvent());
    if (this.preload !== 'idle') return;
    // Safari has no idle hours to wait for.
    if ('requestIdleCallback' in globalThis) requestIdleCallback(this.#handleInterest);
    else setTimeout(this.#handleInterest, 1_000);
  }

  protected override updated(changes: PropertyValues<this>): void {
    if (this.mode === 'inline') this.#loadInView();
    else if (this.open) void this.#load().catch(() => undefined);
    this.panel?.elementChanged(changes);
    if (!changes.has('open') || (changes.get('open') === undefined && !this.open)) return;
    if (!this.open && this.mode !== 'inline' && this.matches(':focus-within')) this.#giveFocusBack();
    this.dispatchEvent(this.open ? new PaynlessOpenEvent() : new PaynlessCloseEvent());
  }

  protected override render(): TemplateResult {
    const launcher = this.mode === 'inline' ? nothing : this.#renderLauncher();
    return html`${launcher}${this.panel?.render()}${this.hasFailed ? this.#renderFailure() : nothing}`;
  }

  #renderFailure(): TemplateResult {
    const { chatNotLoaded, retry } = this.#labels;
    return html`<div class="failure">
      <span role="alert" dir="auto">${chatNotLoaded}</span>
      <button type="button" @click=${this.#handleRetry}>${retry}</button>
    </div>`;
  }

  #renderLauncher(): TemplateResult {
    const { count, label } = this.panel?.unread ?? { count: 0, label: '' };
    return html`<paynless-launcher
      exportparts="launcher, launcher__badge"
      label=${this.#labels.openChat}
      .unread=${count}
      unread-label=${label}
      ?hidden=${this.open && this.panel !== null}
      ?busy=${this.open && this.isLoading}
      @click=${this.#handleLaunch}
      @pointerenter=${this.#handleInterest}
      @focusin=${this.#handleInterest}
    >
      <slot name="launcher" slot="launcher">${launcherIcon}</slot>
    </paynless-launcher>`;
  }

  /** What is closed can't keep the focus: it goes where it came from, or else to the launcher. */
  #giveFocusBack(): void {
    const opener = this.#opener;
    this.#opener = null;
    if (opener instanceof HTMLElement) opener.focus({ preventScroll: true });
    if (!opener?.matches(':focus')) this.renderRoot.querySelector('paynless-launcher')?.focus();
  }

  /** What is said before the rest has come, and where it can't. */
  get #labels() {
    return { ...labelsFor(this.language), ...this.messages };
  }

  async #loadAndFocus(): Promise<void> {
    const panel = await this.#load();
    await this.updateComplete;
    // One that was closed meanwhile is not displayed, and takes no focus.
    panel.focus();
  }

  /** Loads the rest of the widget, once; after a failure the next call tries again. */
  #load(): Promise<ChatPanel> {
    this.#loading ??= this.#createPanel();
    return this.#loading;
  }

  async #createPanel(): Promise<ChatPanel> {
    this.isLoading = true;
    try {
      this.panel = await this.createPanel();
      await this.panel.languageChanged();
      this.hasFailed = false;
      return this.panel;
    } catch (cause) {
      this.#loading = undefined;
      // Code that was only fetched ahead is nothing to report.
      if (this.open || this.mode === 'inline') {
        this.hasFailed = true;
        this.dispatchEvent(new PaynlessErrorEvent('offline'));
      }
      this.open = false;
      throw cause;
    } finally {
      this.isLoading = false;
    }
  }

  /** Loads what an inline chat needs when it comes into view; after a failure, when it comes into view again. */
  #loadInView(): void {
    if (this.#viewObserver || this.panel) return;
    // The observer would say so at the end of the frame; most are in view from the start.
    if (isInView(this)) this.#handleInterest();
    this.#viewObserver = new IntersectionObserver((entries) => {
      if (this.panel) this.#viewObserver?.disconnect();
      else if (entries.some(({ isIntersecting }) => isIntersecting)) this.#handleInterest();
    });
    this.#viewObserver.observe(this);
  }

  readonly #handleInterest = (): void => {
    void this.#load().catch(() => undefined);
  };

  readonly #handleOnline = (): void => {
    if (this.hasFailed) this.#handleInterest();
  };

  readonly #handleRetry = (): void => {
    if (this.mode === 'inline') void this.#loadAndFocus().catch(() => undefined);
    else this.#handleLaunch();
  };

  readonly #handleLaunch = (): void => {
    void this.show().catch(() => undefined);
  };

  /** What the parts ask for is nobody's business outside: the page has the public events. */
  readonly #handleRequest = (event: HTMLElementEventMap['paynless-request']): void => {
    event.stopPropagation();
    this.panel?.handleRequest(event);
  };
}

/** What has the focus, in whatever shadow root. */
function findFocused(): Element | null {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element;
}

declare global {
  interface HTMLElementTagNameMap {
    'paynless-chat': PaynlessChat;
  }
}
