import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { PaynlessCloseEvent } from '../events/paynless-close-event.ts';
import { PaynlessErrorEvent } from '../events/paynless-error-event.ts';
import { PaynlessOpenEvent } from '../events/paynless-open-event.ts';
import { PaynlessReadyEvent } from '../events/paynless-ready-event.ts';
import type { TextOverrides } from '../i18n/messages.ts';
import { tokens } from '../styles/tokens.ts';
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
 * @csspart launcher - The round button.
 * @csspart panel - The chat.
 *
 * @cssprop [--paynless-accent=#4453c4] - The one accent: buttons, links, the person's bubble. Text on it adapts.
 * @cssprop [--paynless-neutral] - The colour whose hue tints all greys.
 * @cssprop [--paynless-font=ui-sans-serif, system-ui] - The typeface.
 * @cssprop [--paynless-font-code=ui-monospace] - The typeface of code.
 * @cssprop [--paynless-radius=16px] - How round the panel is.
 * @cssprop [--paynless-inset-inline=20px] - Distance from the side of the window.
 * @cssprop [--paynless-inset-block=20px] - Distance from the bottom of the window.
 * @cssprop [--paynless-z-index=2147480000] - Its place above the page.
 */
export class PaynlessChat extends LitElement {
  static override styles = [tokens, paynlessChatStyles];

  /** Where the worker is, for elements that do not say it. The script's entry sets its own origin. */
  static defaultApiUrl = '';

  /** Where the worker is; the default is where the script came from. */
  @property({ attribute: 'api-url' }) apiUrl = '';

  /** `floating` over the page behind a button, or `inline` as a part of it. */
  @property({ reflect: true }) mode: 'floating' | 'inline' = 'floating';

  /** Whether a floating chat is shown. Setting it moves no focus; `show()` does. */
  @property({ type: Boolean, reflect: true }) open = false;

  /** The model to begin with, as long as the person has not chosen one. */
  @property({ attribute: 'provider-id' }) providerId: string | null = null;

  /** The prompt to begin with, as long as the person has not chosen one. */
  @property({ attribute: 'prompt-id' }) promptId: string | null = null;

  /** The conversation to show. */
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

  #loading: Promise<ChatPanel> | undefined;
  #viewObserver: IntersectionObserver | undefined;

  /** Where the worker is, said or not. */
  get workerUrl(): string {
    return this.apiUrl || PaynlessChat.defaultApiUrl;
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
    this.open = true;
    await this.#loadAndFocus();
  }

  /** Closes a floating chat. What is written and what is being answered stays. */
  hide(): void {
    const hadFocus = this.shadowRoot?.activeElement != null;
    this.open = false;
    if (!hadFocus) return;
    void this.updateComplete.then(() => this.renderRoot.querySelector('paynless-launcher')?.focus());
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
  newChat(): void {
    this.panel?.newChat();
  }

  /** Shows another conversation. */
  async openChat(id: string): Promise<void> {
    const panel = await this.#load();
    await panel.openChat(id);
  }

  /** Makes the panel. A separate step, so that a subclass can give it another connection. */
  protected async createPanel(): Promise<ChatPanel> {
    const { ChatPanel } = await import('./panel.ts');
    return new ChatPanel(this);
  }

  protected override firstUpdated(): void {
    this.dispatchEvent(new PaynlessReadyEvent());
  }

  protected override updated(changes: PropertyValues<this>): void {
    if (this.mode === 'inline') this.#loadInView();
    else if (this.open) void this.#load().catch(() => undefined);
    this.panel?.elementChanged(changes);
    if (changes.get('open') === undefined && !this.open) return;
    if (changes.has('open'))
      this.dispatchEvent(this.open ? new PaynlessOpenEvent() : new PaynlessCloseEvent());
  }

  protected override render(): TemplateResult {
    const launcher = this.mode === 'inline' ? nothing : this.#renderLauncher();
    return html`${launcher}${this.panel?.render()}${this.hasFailed ? this.#renderFailure() : nothing}`;
  }

  #renderFailure(): TemplateResult {
    const { chatNotLoaded = 'The chat could not be loaded.', retry = 'Try again' } = this.messages;
    return html`<div class="failure">
      <span role="alert" dir="auto">${chatNotLoaded}</span>
      <button type="button" @click=${this.#handleRetry}>${retry}</button>
    </div>`;
  }

  #renderLauncher(): TemplateResult {
    return html`<paynless-launcher
      exportparts="launcher"
      label=${this.messages.openChat ?? 'Open chat'}
      ?hidden=${this.open && this.panel !== null}
      ?busy=${this.open && this.isLoading}
      @click=${this.#handleLaunch}
      @pointerenter=${this.#handleInterest}
      @focusin=${this.#handleInterest}
    ></paynless-launcher>`;
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

declare global {
  interface HTMLElementTagNameMap {
    'paynless-chat': PaynlessChat;
  }
}
