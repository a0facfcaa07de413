import { adoptStyles, type PropertyValues, type ReactiveController, type TemplateResult } from 'lit';
import type { DeploymentConfig } from '../../protocol/config.ts';
import { ChatApiError } from '../api/chat-api-error.ts';
import { FrameController } from '../controllers/frame-controller.ts';
import { PaynlessErrorEvent } from '../events/paynless-error-event.ts';
import { PaynlessLimitReachedEvent } from '../events/paynless-limit-reached-event.ts';
import type { RequestEvent } from '../events/request-event.ts';
import { createTranslate } from '../i18n/create-translate.ts';
import { en } from '../i18n/en.ts';
import { languageOf } from '../i18n/launcher-labels.ts';
import { connect, type Connection } from '../session/connect.ts';
import { listen } from '../session/listen.ts';
import { AnonymousLimitReachedError } from '../stores/anonymous-limit-reached-error.ts';
import { createStores, type Stores } from '../stores/create-stores.ts';
import { launcherTokens } from '../styles/launcher-tokens.ts';
import { panelTokens } from '../styles/panel-tokens.ts';
import type { Companions } from './companions.ts';
import { defineComponents, loadConversation } from './define-components.ts';
import { handleRequest, type PanelActions } from './handle-request.ts';
import type { PaynlessChat } from './paynless-chat.ts';
import { paynlessChatStyles } from './paynless-chat.styles.ts';
import { pageElements } from './page-elements.ts';
import { placeOf } from './place-of.ts';
import { type PanelNotice, renderPanel } from './render-panel.ts';
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
  readonly #element: PaynlessChat;
  readonly #connection: Connection;
  readonly #actions: PanelActions;
  readonly #getPlace;
  #companions: Companions | null = null;
  #base = en;
  #words = en;
  #config: DeploymentConfig | null = null;
  #notice: PanelNotice = { state: 'none' };
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
    this.stores = createStores({
      ...connection,
      getPlace: this.#getPlace,
      onUnsent: (text, reason) => {
        this.#restore(text);
        if (reason) this.#explain(reason.code);
      },
      preferred: () => ({ providerId: element.providerId, promptId: element.promptId }),
    });
    this.#actions = this.#createActions();
    new FrameController(element, storesOnShow(this.stores));
    element.addController(this);
  }

  /** What the launcher says of answers that nobody has seen. */
  get unread(): { count: number; label: string } {
    const count = this.#companions?.unreadCount() ?? 0;
    return { count, label: this.#words.unreadMessages(count) };
  }

  hostConnected(): void {
    const { renderRoot } = this.#element;
    // The launcher does without: they come with what is drawn with them.
    if (renderRoot instanceof ShadowRoot)
      adoptStyles(renderRoot, [launcherTokens, paynlessChatStyles, panelTokens]);
    const { open, mode } = this.#element;
    if (open || mode === 'inline' || this.#wasStarted) this.#start();
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
    const { open, mode, chatId } = this.#element;
    if (changes.has('messages')) this.#setWords();
    if (open || mode === 'inline') this.#start();
    if (!this.#end) return;
    this.#companions?.look();
    if (changes.has('chatId') && chatId !== null) void this.openChat(chatId);
    if (changes.has('accessToken') || changes.has('getAccessToken')) void this.#connection.session.check();
  }

  /** Says everything in the language in force from now on. Resolves when its words are there, or can't be. */
  async languageChanged(): Promise<void> {
    const { language } = this.#element;
    if (this.#base.language === 'en' && languageOf(language) === 'en' && !language.includes('-')) return;
    const { loadMessages } = await import('../i18n/load-messages.ts').catch(() => ({ loadMessages: null }));
    const words = await loadMessages?.(language);
    if (words === undefined || language !== this.#element.language) return;
    this.#base = words;
    this.#setWords();
  }

  /** Moves the focus to where one writes. */
  focus(): void {
    this.#composer?.focus();
  }

  /** Sends a text; whatever keeps it from being sent gives it back to the composer. */
  async send(text: string): Promise<void> {
    this.#start();
    await this.#attempt(text, () => this.stores.chat.sendMessage(text));
  }

  /** Leaves the conversation for an empty one. */
  newChat(): void {
    this.#setNotice({ state: 'none' });
    this.#leaveChat(() => {
      this.stores.chat.startNewChat();
    });
  }

  /** Leaves the conversation for another one. Resolves when it is there, or can't be; never rejects. */
  async openChat(id: string): Promise<void> {
    this.#start();
    this.#setNotice({ state: 'none' });
    await this.#leaveChat(() => this.stores.chat.loadChatDetails(id));
  }

  /** Does what a person asked for. */
  handleRequest(event: RequestEvent): void {
    const isPrevented = handleRequest(event.request, this.#actions);
    if (isPrevented) event.preventDefault();
    // What was pressed elsewhere is gone with the next render, and the focus with it.
    if (event.request.type === 'send' && event.composedPath()[0] !== this.#composer) this.focus();
  }

  /** What the element renders. */
  render(): TemplateResult {
    return renderPanel({
      element: this.#element,
      stores: this.stores,
      config: this.#config,
      words: this.#words,
      notice: this.#notice,
      companions: this.#companions,
    });
  }

  get #composer() {
    return this.#element.renderRoot.querySelector('paynless-composer');
  }

  #leaveChat<Result>(next: () => Result): Result {
    return this.#companions ? this.#companions.leaveChat(next) : next();
  }

  #createActions(): PanelActions {
    const element = this.#element;
    return {
      stores: this.stores,
      target: element,
      attempt: (text, act) => void this.#attempt(text, () => act(this.stores.chat)),
      send: (text) => void this.send(text),
      focus: () => {
        this.focus();
      },
      restore: (text) => {
        this.#restore(text);
      },
      reload: () => {
        this.#reload();
      },
      newChat: () => {
        this.#companions?.leaveHistory();
        this.newChat();
      },
      openChat: (id) => {
        this.#companions?.leaveHistory();
        void this.openChat(id);
      },
      close: () => {
        element.hide();
      },
      dismiss: () => {
        this.#setNotice({ state: 'none' });
      },
      pass: (request) => this.#companions?.handle(request),
    };
  }

  #start(): void {
    if (this.#end || !this.#element.isConnected) return;
    const { chat, session } = this.stores;
    const forget = (): void => {
      this.#setNotice({ state: 'none' });
    };
    if (!this.#wasStarted) tellPage(this.stores, this.#element);
    this.#wasStarted = true;
    // A notice is about a message of this person in this chat. These listen first: the stores may have news of their own.
    const ends = [
      session.$session.listen(forget),
      chat.$chatId.listen(forget),
      this.stores.start({ chatId: this.#element.chatId }),
      this.#connection.session.watch(),
      listen(window, ['online', 'offline'], () => {
        this.#element.requestUpdate();
        void this.#showConversation();
        void this.languageChanged();
      }),
    ];
    this.#end = () => {
      for (const end of ends) end();
      this.#endCompanions?.();
      this.#endCompanions = undefined;
    };
    void this.#loadConfig();
    void this.#showConversation();
  }

  /** What is missing comes with the next try: when somebody sends, or the browser is back online. */
  async #showConversation(): Promise<void> {
    try {
      const { createCompanions } = await loadConversation();
      const { stores } = this;
      this.#companions ??= createCompanions(
        this.#element,
        stores,
        this.#connection,
        () => this.#getPlace().key,
      );
      if (this.#end) this.#endCompanions ??= this.#companions.start();
    } catch {
      // One can write and send without.
    }
  }

  async #loadConfig(): Promise<void> {
    try {
      this.#config ??= await this.#connection.api.getConfig();
      this.#setWords();
    } catch {
      // The catalog needs the same reply: its failure is the one that is shown, with a retry.
    }
  }

  #setWords(): void {
    this.#words = createTranslate([this.#config?.texts, this.#element.messages], this.#base);
    this.#element.requestUpdate();
  }

  #setNotice(notice: PanelNotice): void {
    if (notice.state === 'none' && this.#notice.state === 'none') return;
    this.#notice = notice;
    this.#element.requestUpdate();
  }

  /** @param text what is given back when it could not be sent; null when only the error knows it */
  async #attempt(text: string | null, send: () => Promise<void>): Promise<void> {
    this.#setNotice({ state: 'none' });
    void this.#showConversation();
    try {
      const sending = send();
      // Whoever sends wants to see their message and its answer, wherever they were reading.
      const list = this.#element.renderRoot.querySelector('paynless-message-list');
      if (list?.matches(':defined')) list.follow();
      await sending;
    } catch (error) {
      const isLimit = error instanceof AnonymousLimitReachedError;
      this.#restore(isLimit ? error.pending.message : text);
      if (isLimit) this.#meetLimit(error);
      else this.#explain(error instanceof ChatApiError ? error.code : 'internal');
    }
  }

  #meetLimit({ quota }: AnonymousLimitReachedError): void {
    const isOurs = this.#element.dispatchEvent(new PaynlessLimitReachedEvent(quota));
    if (isOurs) void this.#showLimit();
  }

  async #showLimit(): Promise<void> {
    try {
      const { renderLimit } = await loadConversation();
      this.#setNotice({ state: 'limit', renderLimit });
    } catch {
      this.#setNotice({ state: 'error', code: 'anonymous_limit_reached' });
    }
  }

  #explain(code: ChatApiError['code']): void {
    this.#setNotice({ state: 'error', code });
    this.#element.dispatchEvent(new PaynlessErrorEvent(code));
  }

  /** Gives a text back to the composer; somebody who is busy elsewhere in the page is left there. */
  #restore(text: string | null): void {
    if (!text) return;
    this.#composer?.restore(text);
    if (this.#element.matches(':focus-within')) this.focus();
  }

  #reload(): void {
    const details = this.stores.chat.$details.get();
    if (details.state === 'failed') void this.stores.chat.loadChatDetails(details.chatId);
    void this.stores.catalog.loadAiConfig();
    void this.#loadConfig();
  }
}

/** What is drawn anew when it changes. */
function storesOnShow({ catalog, chat, quota }: Stores) {
  const { $messages, $streamingText, $answer, $details, $isReconnecting, $title, $siblings, $queuedIds } =
    chat;
  return [
    ...[$messages, $streamingText, $answer, $details, $isReconnecting, $title, $siblings, $queuedIds],
    ...[catalog.$catalog, catalog.$providerId, catalog.$promptId, quota.$quota],
  ];
}
