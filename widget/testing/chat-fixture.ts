import { fixture } from '@open-wc/testing';
import { html } from 'lit';
import { atom } from 'nanostores';
import { define } from '../components/define.ts';
import { Launcher } from '../components/launcher/launcher.ts';
import { ChatPanel } from '../paynless-chat/panel.ts';
import { PaynlessChat } from '../paynless-chat/paynless-chat.ts';
import type { Session } from '../session/session.ts';
import type { SessionState } from '../stores/current-session.ts';
import { createMemoryStorage } from './memory-storage.ts';
import { createScriptedChatApi } from './scripted-chat-api.ts';

/** The real element on a server in memory. Counts how often its panel was made. */
export class TestChat extends PaynlessChat {
  readonly api = createScriptedChatApi();
  readonly $session = atom<SessionState>({ state: 'visitor' });
  /** While it is there, the rest of the widget can't be loaded. */
  loadError: Error | null = null;
  panelsMade = 0;

  protected override createPanel(): Promise<ChatPanel> {
    this.panelsMade += 1;
    if (this.loadError) return Promise.reject(this.loadError);
    const session: Session = {
      $session: this.$session,
      getAccessToken: () => Promise.resolve(null),
      check: () => Promise.resolve(),
      watch: () => () => undefined,
    };
    return Promise.resolve(new ChatPanel(this, { api: this.api, session, storage: createMemoryStorage() }));
  }
}

/** An element on the page, as a visitor finds it. */
export async function chatFixture(changes: Partial<PaynlessChat> = {}): Promise<TestChat> {
  define('paynless-launcher', Launcher);
  define('paynless-test-chat', TestChat);
  const chat = new TestChat();
  Object.assign(chat, changes);
  await fixture(html`${chat}`);
  await chat.updateComplete;
  return chat;
}
