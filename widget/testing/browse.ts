import type { ChatApi } from '../api/chat-api.ts';
import type { SessionState } from '../stores/current-session.ts';
import type { KeyValueStorage } from '../stores/key-value-storage.ts';
import { createAnswerServer } from './answer-server.ts';
import { pass } from './ask.ts';
import { createMemoryStorage } from './memory-storage.ts';
import { setUp } from './set-up-stores.ts';

export const visitor: SessionState = { state: 'visitor' };

/** Nobody has chats on the server yet. */
export const noChats: Pick<ChatApi, 'getChatHistory'> = {
  getChatHistory: () => Promise.resolve({ chats: [], nextCursor: null }),
};

/** An answer of which nothing comes. */
export const silence = (): AsyncIterable<never> => ({
  [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => undefined) }),
});

/** One browser, one server, and as many pages as a test opens. */
export function browse(person: SessionState = visitor, storage: KeyValueStorage = createMemoryStorage()) {
  const server = createAnswerServer();
  /** Opens a page. The one before stays as it is, as a tab does; `close` ends it without a word. */
  async function visit(chatId: string | null = null) {
    const stores = setUp(person, { ...noChats, ...server.api }, storage);
    stores.page.online = !server.isDown;
    const close = stores.start({ getChatId: () => chatId });
    await pass(0);
    const said = () => stores.chat.$messages.get().map(({ content, status }) => [content, status]);
    const wake = async () => {
      stores.page.online = true;
      stores.page.wake();
      await pass(0);
    };
    return Object.assign(stores, { said, wake, close });
  }
  /** Answers what was asked last. */
  const answer = async (text: string) => {
    server.tell(text);
    server.finish();
    await pass(0);
  };
  /** The texts that are written down, of whoever is meant. */
  const kept = (owner = 'visitor') =>
    [...(storage.getItem(`outbox:${owner}`) ?? '').matchAll(/"text":"([^"]*)"/g)].map(([, text]) => text);
  /** What was asked for, in which chat, also what did not get through. */
  const asked = () => server.requests.map((it) => ['message' in it && it.message, it.chatId]);
  return { storage, server, visit, answer, kept, asked };
}

/** A browser whose page has a chat with one answer in it. */
export async function beginChat(person: SessionState = visitor) {
  const around = browse(person);
  const page = await around.visit();
  void page.chat.sendMessage('Hello');
  await pass(0);
  await around.answer('Hi');
  return { ...around, page, chatId: page.chat.$chatId.get() ?? '' };
}

/** The same, and it went offline and was written in. */
export async function writeOffline(person: SessionState = visitor, ...sent: string[]) {
  const { page: before, ...around } = await beginChat(person);
  const { server } = around;
  server.isDown = true;
  before.page.online = false;
  for (const text of sent) await before.chat.sendMessage(text);
  await pass(0);
  const ids = [...before.chat.$queuedIds.get()];
  server.requests.length = 0;
  return { ids, before, ...around };
}

/** The same, and the page was loaded again. */
export async function reloadOffline(person: SessionState = visitor, ...sent: string[]) {
  const around = await writeOffline(person, ...sent);
  around.before.close();
  return { ...around, after: await around.visit(around.chatId) };
}
