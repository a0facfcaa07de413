import { fixture } from '@open-wc/testing';
import { html } from 'lit';
import { atom } from 'nanostores';
import { define } from '../components/define.ts';
import { Launcher } from '../components/launcher/launcher.ts';
import { loadConversation } from '../paynless-chat/define-components.ts';
import { ChatPanel } from '../paynless-chat/panel.ts';
import { PaynlessChat } from '../paynless-chat/paynless-chat.ts';
import type { Session } from '../session/session.ts';
import type { SessionState } from '../stores/current-session.ts';
import { type ChatChannel, silentChannel } from '../stores/chat-channel.ts';
import { loadFollower } from '../stores/load-follower.ts';
import { newId } from '../stores/new-id.ts';
import type { PageLife, Wake } from '../stores/page-life.ts';
import { createMemoryStorage } from './memory-storage.ts';
import { createScriptedChatApi } from './scripted-chat-api.ts';

/** The real element on a server in memory. Counts how often its panel was made. */
export class TestChat extends PaynlessChat {
  readonly api = createScriptedChatApi();
  readonly $session = atom<SessionState>({ state: 'visitor' });
  /** While it is there, the rest of the widget can't be loaded. */
  loadError: Error | null = null;
  /** While it is there, the code of the list of chats can't be loaded. */
  historyError: Error | null = null;
  panelsMade = 0;
  /** Whether somebody has used it in this browser before. */
  isKnown = true;
  /** Whether the browser believes to be connected. */
  isOnline = true;
  /** By which it hears of other elements. */
  channel: ChatChannel = silentChannel;
  readonly #wakeListeners = new Set<(wake: Wake) => void>();
  readonly #workerUrl = `https://${newId()}.example`;

  /** One of its own: what waits in the browser to be sent is for no other one. */
  override get workerUrl(): string {
    return this.#workerUrl;
  }

  /** Somebody looks at the page again, or its connection is back. */
  wake(wake: Wake = { mayBeCut: true }): void {
    for (const listener of this.#wakeListeners) listener(wake);
  }

  protected override createPanel(): Promise<ChatPanel> {
    this.panelsMade += 1;
    if (this.loadError) return Promise.reject(this.loadError);
    const session: Session = {
      $session: this.$session,
      getAccessToken: () => Promise.resolve(null),
      check: () => Promise.resolve(),
      watch: () => () => undefined,
    };
    const page: PageLife = {
      isOnline: () => this.isOnline,
      onWake: (listener) => {
        this.#wakeListeners.add(listener);
        return () => this.#wakeListeners.delete(listener);
      },
    };
    const { api, channel } = this;
    const panel = new ChatPanel(this, {
      api,
      session,
      storage: createMemoryStorage(),
      page,
      channel,
      isKnown: () => this.isKnown,
    });
    const { history } = panel.stores;
    const { load } = history;
    Object.assign(history, {
      load: () => (this.historyError ? Promise.reject(this.historyError) : load()),
    });
    return Promise.resolve(panel);
  }
}

/** An element on the page, as a visitor finds it. */
export async function chatFixture(
  changes: Partial<PaynlessChat> = {},
  { isKnown = true }: { isKnown?: boolean } = {},
): Promise<TestChat> {
  // From the test server it comes file by file: no test waits for that.
  await Promise.all([loadFollower(), loadConversation()]);
  define('paynless-launcher', Launcher);
  define('paynless-test-chat', TestChat);
  const chat = new TestChat();
  Object.assign(chat, changes, { isKnown });
  await fixture(html`${chat}`);
  await chat.updateComplete;
  return chat;
}
