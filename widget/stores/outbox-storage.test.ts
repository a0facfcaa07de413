import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { ChatApiError } from '../api/chat-api-error.ts';
import { createAnswerServer } from '../testing/answer-server.ts';
import { pass } from '../testing/ask.ts';
import { createMemoryStorage } from '../testing/memory-storage.ts';
import { id } from '../testing/scripted-chat-api.ts';
import { setUp, user } from '../testing/set-up-stores.ts';
import type { SessionState } from './current-session.ts';
import { loadFollower } from './load-follower.ts';

beforeAll(async () => {
  await loadFollower();
});
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const visitor: SessionState = { state: 'visitor' };
const key = 'outbox:visitor';
/** The user has no chats on the server yet. */
const noChats = { getChatHistory: () => Promise.resolve({ chats: [], nextCursor: null }) };

/** One browser, one server, and as many pages as a test opens. */
function browse(person: SessionState = visitor) {
  const storage = createMemoryStorage();
  const server = createAnswerServer();
  /** Opens a page. The one before stays as it is, as a tab does; `close` ends it without a word. */
  async function visit(chatId: string | null = null) {
    const stores = setUp(person, { ...noChats, ...server.api }, storage);
    stores.page.online = !server.isDown;
    const end = stores.start({ chatId });
    await pass(0);
    const said = () => stores.chat.$messages.get().map(({ content, status }) => [content, status]);
    const wake = async () => {
      stores.page.online = true;
      stores.page.wake();
      await pass(0);
    };
    return Object.assign(stores, { said, wake, close: end });
  }
  const answer = async (text: string) => {
    server.tell(text);
    server.finish();
    await pass(0);
  };
  const kept = () => [...(storage.getItem(key) ?? '').matchAll(/"text":"([^"]*)"/g)].map(([, text]) => text);
  return { storage, server, visit, answer, kept };
}

/** A chat with one answer, whose page went offline, was written in, and reloaded. */
async function reloadOffline(person: SessionState = visitor, ...sent: string[]) {
  const around = browse(person);
  const { server, visit, answer } = around;
  const before = await visit();
  void before.chat.sendMessage('Hello');
  await pass(0);
  await answer('Hi');
  server.isDown = true;
  before.page.online = false;
  for (const text of sent) await before.chat.sendMessage(text);
  const ids = [...before.chat.$queuedIds.get()];
  before.close();
  server.requests.length = 0;
  return { ids, before, after: await visit(before.chat.$chatId.get()), ...around };
}

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
    expect(storage.getItem(key)).toBeNull();
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

  it('is given back and forgotten when its chat is left, and when it is taken back', async () => {
    const { after, kept } = await reloadOffline(visitor, 'One', 'Two');
    expect(after.chat.takeBack()).toBe('Two');
    expect(kept()).toEqual(['One']);
    after.chat.startNewChat();
    expect(after.onUnsent).toHaveBeenCalledExactlyOnceWith('One', null);
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
  it("never goes out as another's, and nothing of it stays when its user signs out", async () => {
    const { after, server, storage } = await reloadOffline(user, 'One');
    const own = `outbox:${id(1)}`;
    expect(storage.getItem(own)).not.toBeNull();
    // Another chat of the same user.
    storage.setItem(own, (storage.getItem(own) ?? '').replace(/}]$/, `},{"chatId":"${id(7)}","messageId":"${id(8)}","text":"Elsewhere","parentId":null,"providerId":null,"promptId":null,"createdAt":"${new Date().toISOString()}"}]`)); // prettier-ignore
    after.$session.set(visitor);
    expect(after.onUnsent).toHaveBeenCalledExactlyOnceWith('One', expect.objectContaining({ code: 'session_changed' })); // prettier-ignore
    expect(storage.getItem(own)).toBeNull();
    server.isDown = false;
    await after.wake();
    await pass(120_000);
    expect(server.requests).toEqual([]);
    expect(storage.getItem(key)).toBeNull();
  });

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
