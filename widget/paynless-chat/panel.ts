import type { PropertyValues, ReactiveController, TemplateResult } from 'lit';
import type { DeploymentConfig } from '../../protocol/config.ts';
import { ChatApiError } from '../api/chat-api-error.ts';
import { define } from '../components/define.ts';
import { FrameController } from '../controllers/frame-controller.ts';
import { PaynlessErrorEvent } from '../events/paynless-error-event.ts';
import { PaynlessLimitReachedEvent } from '../events/paynless-limit-reached-event.ts';
import { PaynlessSignUpRequestedEvent } from '../events/paynless-sign-up-requested-event.ts';
import type { RequestEvent } from '../events/request-event.ts';
import { createTranslate } from '../i18n/create-translate.ts';
import { connect, type Connection } from '../session/connect.ts';
import { AnonymousLimitReachedError } from '../stores/anonymous-limit-reached-error.ts';
import { createStores, type Stores } from '../stores/create-stores.ts';
import { defineComponents } from './define-components.ts';
import type { PaynlessChat } from './paynless-chat.ts';
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
  #words = createTranslate();
  #config: DeploymentConfig | null = null;
  #notice: PanelNotice = { state: 'none' };
  #end: (() => void) | undefined;
  /** One that was used before it was taken out of the page goes on when it is put back, shown or not. */
  #wasStarted = false;

  /** @param connection the world outside; the default is the worker over HTTP and the page's storage */
  constructor(element: PaynlessChat, connection = connectElement(element)) {
    defineComponents();
    this.#element = element;
    this.#connection = connection;
    this.stores = createStores({
      ...connection,
      getPlace: () => placeOf(element, pageElements),
      onUnsent: (text, reason) => {
        this.#restore(text);
        if (reason) this.#explain(reason.code);
      },
      preferred: () => ({ providerId: element.providerId, promptId: element.promptId }),
    });
    const { catalog, chat, quota } = this.stores;
    const { $messages, $streamingText, $answer, $details, $isReconnecting } = chat;
    const { $catalog, $providerId, $promptId } = catalog;
    new FrameController(element, [
      ...[$messages, $streamingText, $answer, $details, $isReconnecting],
      ...[$catalog, $providerId, $promptId, quota.$quota],
    ]);
    element.addController(this);
  }

  hostConnected(): void {
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
    if (changes.has('chatId') && chatId !== null) void this.openChat(chatId);
    if (changes.has('accessToken') || changes.has('getAccessToken')) void this.#connection.session.check();
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
    this.stores.chat.startNewChat();
  }

  /** Leaves the conversation for another one. Resolves when it is there, or can't be; never rejects. */
  async openChat(id: string): Promise<void> {
    this.#start();
    this.#setNotice({ state: 'none' });
    await this.stores.chat.loadChatDetails(id);
  }

  /** Does what a person asked for. */
  handleRequest(event: RequestEvent): void {
    const { request } = event;
    const { chat, catalog } = this.stores;
    switch (request.type) {
      case 'send':
        void this.send(request.text);
        // What was pressed elsewhere is gone with the next render, and the focus with it.
        if (event.composedPath()[0] !== this.#composer) this.focus();
        break;
      case 'stop':
        chat.stop();
        break;
      case 'retry':
        void this.#attempt(null, () => chat.retry());
        this.focus();
        break;
      case 'take-back':
        this.#restore(chat.takeBack());
        this.focus();
        break;
      case 'reload':
        this.#reload();
        this.focus();
        break;
      case 'new-chat':
        this.newChat();
        this.focus();
        break;
      case 'close':
        this.#element.hide();
        break;
      case 'dismiss':
        this.#setNotice({ state: 'none' });
        this.focus();
        break;
      case 'select-provider':
        catalog.selectProvider(request.id);
        break;
      case 'select-prompt':
        catalog.selectPrompt(request.id);
        break;
      case 'sign-up':
        // The link is followed by the browser, unless the page has something of its own.
        if (!this.#element.dispatchEvent(new PaynlessSignUpRequestedEvent(request.url)))
          event.preventDefault();
        break;
      case 'sign-in':
        break;
    }
  }

  /** What the element renders. */
  render(): TemplateResult {
    const { stores } = this;
    return renderPanel({
      element: this.#element,
      stores,
      config: this.#config,
      words: this.#words,
      notice: this.#notice,
    });
  }

  get #composer() {
    return this.#element.renderRoot.querySelector('paynless-composer');
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
    ];
    this.#end = () => {
      for (const end of ends) end();
    };
    void this.#loadConfig();
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
    this.#words = createTranslate([this.#config?.texts, this.#element.messages]);
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
    try {
      const sending = send();
      // Whoever sends wants to see their message and its answer, wherever they were reading.
      this.#element.renderRoot.querySelector('paynless-message-list')?.follow();
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

  /** Most visitors never meet the limit: its notice is loaded when one does. */
  async #showLimit(): Promise<void> {
    try {
      const { LimitNotice } = await import('../components/limit-notice/limit-notice.ts');
      define('paynless-limit-notice', LimitNotice);
      this.#setNotice({ state: 'limit' });
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
    if (text === null) return;
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
