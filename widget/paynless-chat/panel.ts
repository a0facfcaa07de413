import { adoptStyles, type PropertyValues, type ReactiveController, type TemplateResult } from 'lit';
import { FrameController } from '../controllers/frame-controller.ts';
import type { RequestEvent } from '../events/request-event.ts';
import { connect, type Connection } from '../session/connect.ts';
import { listen } from '../session/listen.ts';
import { createStores, type Stores } from '../stores/create-stores.ts';
import { launcherTokens } from '../styles/launcher-tokens.ts';
import { panelTokens } from '../styles/panel-tokens.ts';
import type { Companions } from './companions.ts';
import { defineComponents, loadConversation } from './define-components.ts';
import type { PaynlessChat } from './paynless-chat.ts';
import { paynlessChatStyles } from './paynless-chat.styles.ts';
import { pageElements } from './page-elements.ts';
import { createPanelNotices, type PanelNotices } from './panel-notices.ts';
import { createPanelWords, type PanelWords } from './panel-words.ts';
import { placeOf } from './place-of.ts';
import { renderPanel, storesOnShow } from './render-panel.ts';
import { tellPage } from './tell-page.ts';

function connectElement(element: PaynlessChat): Connection {
  return connect({
    apiUrl: element.workerUrl,
    getHostToken: () => element.getAccessToken?.(),
    getAttributeToken: () => element.accessToken,
  });
}

/**
 * Everything of one element that its launcher does not need: the composition root of its stores, and what a person's
 * requests do to them. Nothing is requested or stored before the panel is shown or used.
 */
export class ChatPanel implements ReactiveController {
  readonly stores: Stores;
  readonly words: PanelWords;
  readonly notices: PanelNotices;
  readonly #element: PaynlessChat;
  readonly #connection: Connection;
  readonly #getPlace;
  #companions: Companions | null = null;
  /** The last chat that the page has asked for; null for none. */
  #askedFor: string | null = null;
  #end: (() => void) | undefined;
  #endCompanions: (() => void) | undefined;
  /** One that was used before it was taken out of the page goes on when it is put back, shown or not. */
  #wasStarted = false;

  /** @param connection the world outside; the default is the worker over HTTP and the page's storage */
  constructor(element: PaynlessChat, connection = connectElement(element)) {
    defineComponents();
    this.#element = element;
    this.#connection = connection;
    this.#getPlace = () => placeOf(element, pageElements);
    this.words = createPanelWords(element, connection.api);
    this.notices = createPanelNotices(element, (text) => {
      this.restore(text);
    });
    this.stores = createStores({
      ...connection,
      getPlace: this.#getPlace,
      onUnsent: (text, reason) => {
        this.restore(text);
        if (reason) this.notices.explain(reason.code);
      },
      onDelete: (chatId) => this.#companions?.forgetDraft(chatId),
      preferred: () => ({ providerId: element.providerId, promptId: element.promptId }),
    });
    for (const type of ['pointerover', 'focusin'])
      element.addEventListener(type, () => {
        if (element.mode === 'inline') this.#start();
      });
    new FrameController(element, storesOnShow(this.stores));
    element.addController(this);
  }

  /** What the launcher says of answers that nobody has seen. */
  get unread(): { count: number; label: string } {
    const count = this.#companions?.unreadCount() ?? 0;
    return { count, label: this.words.words.unreadMessages(count) };
  }

  hostConnected(): void {
    const { renderRoot } = this.#element;
    // The launcher does without: they come with what is drawn with them.
    if (renderRoot instanceof ShadowRoot)
      adoptStyles(renderRoot, [launcherTokens, paynlessChatStyles, panelTokens]);
    if (this.#isWanted) this.#start();
  }

  /** Gives up what it reads. An element that is moved leaves the page too, but only for a moment: it keeps all of it. */
  hostDisconnected(): void {
    queueMicrotask(() => {
      if (this.#element.isConnected) return;
      this.#end?.();
      this.#end = undefined;
    });
  }

  /** Follows what the page changes on the element. */
  elementChanged(changes: PropertyValues<PaynlessChat>): void {
    if (changes.has('messages')) this.words.mix();
    if (this.#isWanted) this.#start();
    if (!this.#end) return;
    this.#companions?.look();
    this.#followChatId();
    if (changes.has('accessToken') || changes.has('getAccessToken')) void this.#connection.session.check();
  }

  /** Says everything in the language in force from now on. Resolves when its words are there, or can't be. */
  languageChanged(): Promise<void> {
    return this.words.changeLanguage();
  }

  /** Moves the focus to where one writes, or into what covers that. */
  focus(): void {
    const composer = this.#composer;
    composer?.focus();
    if (!composer?.matches(':focus-within'))
      this.#element.renderRoot.querySelector('paynless-history-panel')?.focus();
  }

  /** Sends a text; whatever keeps it from being sent gives it back to the composer. */
  async send(text: string): Promise<void> {
    this.#start();
    this.#companions?.leaveHistory();
    await this.attempt(text, () => this.stores.chat.sendMessage(text));
  }

  /** Leaves the conversation for an empty one. */
  newChat(): void {
    this.#leaveChat(() => {
      this.stores.chat.startNewChat();
    });
  }

  /** Leaves the conversation for another one. Resolves when it is there, or can't be; never rejects. */
  async openChat(id: string): Promise<void> {
    this.#start();
    await this.#leaveChat(() => this.stores.chat.loadChatDetails(id));
  }

  /** Does what may fail, and shows it. The parameters are those of `PanelNotices.attempt`. */
  attempt(...[text, send, giveBack]: Parameters<PanelNotices['attempt']>): Promise<void> {
    this.#showConversation();
    return this.notices.attempt(
      text,
      () => {
        const sending = send();
        this.#companions?.follow();
        return sending;
      },
      giveBack,
    );
  }

  /** Gives a text back to the composer; somebody who is busy elsewhere in the page is left there. */
  restore(text: string | null): void {
    if (!text) return;
    this.#composer?.restore(text);
    if (this.#element.matches(':focus-within')) this.focus();
  }

  /** Does what a person asked for. All that can't be asked for before the companions have come is done there. */
  handleRequest(event: RequestEvent): void {
    const { request } = event;
    switch (request.type) {
      case 'send':
        void this.send(request.text);
        // What was pressed elsewhere is gone with the next render, and the focus with it.
        if (event.composedPath()[0] !== this.#composer) this.focus();
        break;
      case 'stop':
        this.stores.chat.stop();
        break;
      case 'new-chat':
        this.newChat();
        this.focus();
        break;
      case 'open-history':
        void this.#openHistory();
        break;
      case 'close':
        this.#element.hide();
        break;
      default:
        if (this.#companions?.handle(request)) event.preventDefault();
    }
  }

  /** What the element renders. */
  render(): TemplateResult {
    return renderPanel({
      element: this.#element,
      stores: this.stores,
      companions: this.#companions,
      ...this.words,
      ...this.notices,
    });
  }

  /** The chat that the page asks for; an empty attribute asks for none. */
  get #chatId() {
    const { chatId } = this.#element;
    return chatId === '' ? null : chatId;
  }

  /**
   * Whether it may ask and store. An inline chat may for whoever is known here, and for the page that names a person or a chat;
   * anybody else has to touch it first.
   */
  get #isWanted(): boolean {
    const { open, mode, accessToken, getAccessToken } = this.#element;
    if (open || this.#wasStarted) return true;
    const isNamed = (accessToken ?? getAccessToken ?? this.#chatId) !== null;
    return mode === 'inline' && (isNamed || this.#connection.isKnown());
  }

  get #composer() {
    return this.#element.renderRoot.querySelector('paynless-composer');
  }

  #leaveChat<Result>(next: () => Result): Result {
    this.notices.dismiss();
    this.#companions?.leaveHistory();
    return this.#companions ? this.#companions.leaveChat(next) : next();
  }

  #start(): void {
    if (this.#end || !this.#element.isConnected) return;
    const { chat, session } = this.stores;
    if (!this.#wasStarted) {
      tellPage(this.stores, this.#element);
      this.#askedFor = this.#chatId;
    }
    this.#wasStarted = true;
    // A notice is about a message of this person in this chat. These listen first: the stores may have news of their own.
    const ends = [
      session.$session.listen(this.notices.dismiss),
      session.$session.listen((_now, before) => {
        // What a user is writing is nobody else's. Their draft has it, if what keeps drafts is there.
        const composer = this.#composer;
        if (before?.state === 'user' && !this.#companions && composer) composer.text = '';
      }),
      chat.$chatId.listen(this.notices.dismiss),
      this.stores.start({ getChatId: () => this.#chatId }),
      this.#connection.session.watch(),
      listen(window, ['online', 'offline'], () => {
        this.#element.requestUpdate();
        this.#showConversation();
        void this.languageChanged();
      }),
    ];
    this.#end = () => {
      for (const end of ends) end();
      this.#endCompanions?.();
      this.#endCompanions = undefined;
    };
    void this.words.loadConfig();
    this.#showConversation();
    // Whoever comes back reads first.
    if (this.#chatId || this.#connection.isKnown())
      import('../components/message-list/answer-parts.ts').catch(() => undefined);
  }

  /** Shows the chat that the page asks for, if that is another one than before. */
  #followChatId(): void {
    const chatId = this.#chatId;
    if (chatId === this.#askedFor) return;
    this.#askedFor = chatId;
    if (chatId === null) this.newChat();
    else void this.openChat(chatId);
  }

  /** What is missing comes with the next try: when somebody sends, or the browser is back online. */
  #showConversation(): void {
    // One can write and send without.
    this.#loadCompanions().catch(() => undefined);
  }

  async #loadCompanions(): Promise<Companions> {
    const { createCompanions } = await loadConversation();
    this.#companions ??= createCompanions(this.#element, this, this.#connection, this.#getPlace);
    if (this.#end) this.#endCompanions ??= this.#companions.start();
    return this.#companions;
  }

  /** The list of chats may be wanted before what shows it has come. */
  async #openHistory(): Promise<void> {
    this.notices.dismiss();
    try {
      const companions = this.#companions ?? (await this.#loadCompanions());
      await companions.openHistory();
    } catch {
      this.notices.explain('offline', ({ historyFailed }) => historyFailed);
    }
  }
}
