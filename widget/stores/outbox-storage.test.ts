import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { ChatApiError } from '../api/chat-api-error.ts';
import { createAnswerServer } from '../testing/answer-server.ts';
import { pass } from '../testing/ask.ts';
import { browse, noChats, reloadOffline, visitor } from '../testing/browse.ts';
import { createMemoryStorage } from '../testing/memory-storage.ts';
import { setUpChat } from '../testing/set-up-chat.ts';
import { setUp, user } from '../testing/set-up-stores.ts';
import { id } from '../testing/scripted-chat-api.ts';
import type { KeyValueStorage } from './key-value-storage.ts';
import { loadFollower } from './load-follower.ts';

beforeAll(async () => {
  await loadFollower();
});
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const key = 'outbox:visitor';

describe('what waits to be sent', () => {
  it.each([
    ['visitor', visitor],
    ['user', user],
  ])(
    "outlives a %s's page, and goes out from the next one, in order, under the same ids",
    async (_who, person) => {
      const { ids, after, server, answer } = await reloadOffline(person, 'One', 'Two');
      expect(after.said()).toEqual([['One', 'failed'], ['Two', 'failed']]); // prettier-ignore
      expect([...after.chat.$queuedIds.get()]).toEqual(ids);
      server.isDown = false;
      await after.wake();
      await pass(60_000);
      await answer('1');
      await answer('2');
      expect(server.requests.map(({ messageId }) => messageId)).toEqual(ids);
      expect(after.said().map(([text]) => text)).toEqual(['Hello', 'Hi', 'One', '1', 'Two', '2']);
      expect(after.chat.$details.get()).toEqual({ state: 'ready' });
    },
  );

  it('is forgotten when the server has it, one by one', async () => {
    const { after, server, answer, kept, storage } = await reloadOffline(visitor, 'One', 'Two');
    expect(kept()).toEqual(['One', 'Two']);
    server.isDown = false;
    await after.wake();
    await pass(60_000);
    expect(kept()).toEqual(['Two']);
    await answer('1');
    expect(kept()).toEqual([]);
    expect(storage.getItem(key)).toBe('[]');
  });

  it.each([
    ['visitor', visitor],
    ['user', user],
  ])('brings a %s back to a new chat that the server never heard of', async (_who, person) => {
    const { server, visit, answer } = browse(person);
    server.isDown = true;
    const before = await visit();
    await before.chat.sendMessage('Hello');
    const [first] = before.chat.$queuedIds.get();
    before.close();
    server.requests.length = 0;
    const after = await visit();
    expect(after.said()).toEqual([['Hello', 'failed']]);
    server.isDown = false;
    await after.wake();
    await pass(60_000);
    await answer('Hi');
    expect(after.said()).toEqual([['Hello', 'complete'], ['Hi', 'complete']]); // prettier-ignore
    expect(server.requests.map(({ messageId }) => messageId)).toEqual([first]);
  });

  it('goes out once from two tabs: one message, one answer', async () => {
    const { before, server, visit, answer, ids } = await reloadOffline(visitor, 'One');
    const other = await visit(before.chat.$chatId.get());
    expect([...other.chat.$queuedIds.get()]).toEqual(ids);
    server.isDown = false;
    await other.wake();
    await pass(60_000);
    await answer('1');
    await pass(60_000);
    expect(server.answers).toHaveLength(2);
    expect(new Set(server.requests.map(({ messageId }) => messageId))).toEqual(new Set(ids));
    expect(other.said().map(([text]) => text)).toEqual(['Hello', 'Hi', 'One', '1']);
  });

  it('is given back and forgotten when it is taken back', async () => {
    const { after, kept } = await reloadOffline(visitor, 'One', 'Two');
    expect(after.chat.takeBack()).toBe('Two');
    expect(kept()).toEqual(['One']);
    expect(after.chat.takeBack()).toBe('One');
    expect(kept()).toEqual([]);
  });

  it('stays written down when it is refused', async () => {
    const { after, server, kept } = await reloadOffline(visitor, 'One');
    server.isDown = false;
    server.refusal = new ChatApiError('content_filtered');
    await after.wake();
    await pass(60_000);
    expect(after.chat.$queuedIds.get().size).toBe(0);
    expect(kept()).toEqual(['One']);
    expect(after.chat.takeBack()).toBe('One');
    expect(kept()).toEqual([]);
  });

  it('does not go out by itself after a week, and is still there', async () => {
    const { before, visit, server, kept, after } = await reloadOffline(visitor, 'One');
    after.close();
    vi.setSystemTime(Date.now() + 8 * 24 * 60 * 60_000);
    server.isDown = false;
    const late = await visit(before.chat.$chatId.get());
    await pass(120_000);
    expect(late.said()).toEqual([['Hello', 'complete'], ['Hi', 'complete'], ['One', 'failed']]); // prettier-ignore
    expect([late.chat.$queuedIds.get().size, server.requests]).toEqual([0, []]);
    expect(kept()).toEqual(['One']);
    expect(late.chat.takeBack()).toBe('One');
    expect(kept()).toEqual([]);
  });
});

describe('what waits belongs to its person', () => {
  it('is not shown to who comes after, and found again by its own', async () => {
    const { storage, server, kept, after } = await reloadOffline(visitor, 'One');
    after.close();
    const stores = setUp(user, { ...noChats, ...server.api }, storage);
    stores.start();
    await pass(0);
    expect([stores.chat.$messages.get(), stores.chat.$queuedIds.get().size]).toEqual([[], 0]);
    expect(kept()).toEqual(['One']);
  });

  it('waits in memory while nobody knows who is there', async () => {
    const server = createAnswerServer();
    const storage = createMemoryStorage();
    const { chat } = setUp({ state: 'unknown' }, { ...noChats, ...server.api }, storage);
    server.isDown = true;
    await chat.sendMessage('Hello');
    expect(chat.$queuedIds.get().size).toBe(1);
    expect(storage.getItem('outbox:')).toBeNull();
    expect(storage.getItem(key)).toBeNull();
  });

  it('is written down once it is known whose it is, also beside what that person had', async () => {
    const around = browse({ state: 'unknown' }, createMemoryStorage({ [key]: '[]' }));
    around.server.isDown = true;
    const page = await around.visit();
    await page.chat.sendMessage('One');
    await page.chat.sendMessage('Two');
    page.$session.set(visitor);
    await page.wake();
    await pass(60_000);
    expect(page.chat.$queuedIds.get().size).toBe(2);
    expect(around.kept()).toEqual(['One', 'Two']);
  });
});

/** As it is written down. */
const entry = (number: number, changes: object = {}) => ({
  chatId: id(50),
  messageId: id(number),
  text: `No. ${String(number)}`,
  parentId: null,
  providerId: null,
  promptId: null,
  createdAt: new Date().toISOString(),
  ...changes,
});

describe('what others have written into the storage', () => {
  it('costs no message that is one, neither when it is read nor when the next is written', async () => {
    const bad = [null, {}, entry(3, { messageId: 'x' }), entry(4, { chatId: '../' }), entry(5, { text: 'x'.repeat(8_001) })]; // prettier-ignore
    const found = JSON.stringify([bad[0], entry(1), ...bad, entry(2, { text: '😀'.repeat(8_000) })]);
    const { visit, server, kept } = browse(visitor, createMemoryStorage({ [key]: found }));
    server.isDown = true;
    const { chat } = await visit();
    expect(chat.$chatId.get()).toBe(id(50));
    expect([...chat.$queuedIds.get()]).toEqual([id(1), id(2)]);
    await chat.sendMessage('Mine');
    expect(kept()).toEqual(['No. 1', '😀'.repeat(8_000), 'Mine']);
  });
});

describe('a storage that fails', () => {
  /** Two messages without a connection, and a storage of which these calls throw. */
  async function sendOfflineWith(...names: (keyof KeyValueStorage)[]) {
    const server = createAnswerServer();
    const storage = createMemoryStorage();
    for (const name of names)
      vi.spyOn(storage, name).mockImplementation(() => {
        throw new DOMException('No', 'SecurityError');
      });
    const around = setUpChat(server.api, { storage, getPerson: () => 'visitor' });
    server.isDown = true;
    for (const text of ['One', 'Two']) await around.chat.sendMessage(text);
    await pass(0);
    return { server, storage, ...around };
  }

  it.each([['getItem'], ['setItem'], ['removeItem'], ['getItem', 'setItem', 'removeItem']] as const)(
    'throws nothing into the page, and keeps nothing from going out: %s',
    async (...names) => {
      const { chat, server, page } = await sendOfflineWith(...names);
      await chat.findUnsentChats();
      expect(chat.$queuedIds.get().size).toBe(2);
      server.isDown = false;
      for (const text of ['1', '2']) {
        page.wake();
        await pass(20_000);
        server.tell(text);
        server.finish();
        await pass(0);
      }
      expect(chat.$messages.get().map(({ content }) => content)).toEqual(['One', '1', 'Two', '2']);
      expect(server.answers).toHaveLength(2);
    },
  );

  it('after it has worked takes nothing back', async () => {
    const { chat, server, page, storage } = await sendOfflineWith();
    vi.spyOn(storage, 'getItem').mockImplementation(() => {
      throw new DOMException('No', 'SecurityError');
    });
    server.isDown = false;
    page.wake();
    await pass(20_000);
    expect(chat.$messages.get().map(({ content }) => content)).toEqual(['One', 'Two']);
    expect(server.answers).toHaveLength(1);
  });

  it.each([['getItem'], ['setItem']] as const)(
    'has what waits given back when its chat is left: %s',
    async (name) => {
      const { chat, onUnsent } = await sendOfflineWith(name);
      expect(await chat.findUnsentChats()).toEqual([]);
      chat.startNewChat();
      expect(onUnsent).toHaveBeenCalledExactlyOnceWith('One\nTwo', null);
    },
  );
});

it.each(['null', '{}', '[{"text":1}]', '[{}]', 'not JSON'])('makes nothing of %s', async (found) => {
  const storage = createMemoryStorage({ [key]: found });
  const server = createAnswerServer();
  const { chat, start } = setUp(visitor, server.api, storage);
  start();
  await pass(0);
  expect(chat.$messages.get()).toEqual([]);
  expect(chat.$error.get()).toBeNull();
});
