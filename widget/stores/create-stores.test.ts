import { describe, expect, it, vi } from 'vitest';
import { ChatApiError } from '../api/chat-api-error.ts';
import { createMemoryStorage } from '../testing/memory-storage.ts';
import { deferred } from '../testing/deferred.ts';
import { id, message, parts, quotaOf } from '../testing/scripted-chat-api.ts';
import { chats, setUp, user } from '../testing/set-up-stores.ts';
import type { Place } from './resume-chat.ts';

/** Answers the newest turn and waits for its end. */
async function talk(stores: ReturnType<typeof setUp>, text: string): Promise<void> {
  const sending = stores.chat.sendMessage(text);
  const turn = await stores.api.turn(stores.api.turns.length);
  turn.send(parts.start(id(2)), parts.text('Hi'), parts.quota(2), parts.finish());
  turn.end();
  await sending;
}

describe('after a reload', () => {
  it("shows a user's newest chat", async () => {
    const { start, chat, catalog } = setUp(user);
    start();
    await vi.waitFor(() => {
      expect(chat.$messages.get()).toHaveLength(2);
    });
    expect(chat.$chatId.get()).toBe(id(70));
    expect(catalog.$catalog.get().state).toBe('ready');
  });

  it('shows the chat that was asked for instead', async () => {
    const { start, chat } = setUp(user);
    start({ getChatId: () => id(71) });
    await vi.waitFor(() => {
      expect(chat.$messages.get()).toHaveLength(2);
    });
    expect(chat.$chatId.get()).toBe(id(71));
  });

  it("shows a visitor's own chat again, from the same storage", async () => {
    const storage = createMemoryStorage();
    const before = setUp({ state: 'visitor' }, {}, storage);
    await talk(before, 'Hello');
    const chatId = before.chat.$chatId.get();
    expect(chatId).not.toBeNull();

    const after = setUp({ state: 'visitor' }, {}, storage);
    await after.resumeLatestChat();
    expect(after.chat.$chatId.get()).toBe(chatId);
    expect(after.chat.$messages.get()).toHaveLength(2);
  });

  it('finds a chat whose first message was on its way when the page was left', async () => {
    const storage = createMemoryStorage();
    const before = setUp({ state: 'visitor' }, {}, storage);
    void before.chat.sendMessage('Hello');
    const { request } = await before.api.turn(0);

    const after = setUp({ state: 'visitor' }, {}, storage);
    await after.resumeLatestChat();
    expect(after.chat.$chatId.get()).toBe(request.chatId);
  });

  it("forgets a visitor's chat that is gone, without a word", async () => {
    const storage = createMemoryStorage({ 'chat:0': id(70) });
    const { chat, resumeLatestChat } = setUp(
      { state: 'visitor' },
      { getChatMessages: () => Promise.reject(new ChatApiError('not_found')) },
      storage,
    );
    await resumeLatestChat();
    expect(chat.$error.get()).toBeNull();
    expect(chat.$chatId.get()).toBeNull();
    expect(storage.getItem('chat:0')).toBeNull();
  });

  it("keeps a visitor's chat that can't be loaded now", async () => {
    const storage = createMemoryStorage({ 'chat:0': id(70) });
    const { chat, resumeLatestChat } = setUp(
      { state: 'visitor' },
      { getChatMessages: () => Promise.reject(new ChatApiError('offline')) },
      storage,
    );
    await resumeLatestChat();
    expect(chat.$details.get()).toMatchObject({ state: 'failed', chatId: id(70) });
    expect(storage.getItem('chat:0')).toBe(id(70));
  });

  it('does not replace a conversation that has begun meanwhile', async () => {
    const slow = deferred();
    const { api, chat, resumeLatestChat } = setUp(user, {
      getChatHistory: async () => {
        await slow.promise;
        return { chats, nextCursor: null };
      },
    });
    const resuming = resumeLatestChat();
    void chat.sendMessage('Hello');
    await api.turn(0);
    slow.resolve();
    await resuming;
    expect(chat.$messages.get().map(({ content }) => content)).toEqual(['Hello']);
  });

  it('shows the new chat that was asked for before anybody was known, and not the latest', async () => {
    for (const chatId of [null, id(71)]) {
      const { start, chat, history, $session } = setUp({ state: 'unknown' });
      chat.startNewChat();
      start({ getChatId: () => chatId });
      $session.set(user);
      const list = await history.load();
      await list.loadChatHistory();
      expect(chat.$chatId.get()).toBeNull();
    }
  });

  it('does not replace a new chat that was asked for meanwhile', async () => {
    const slow = deferred();
    const { chat, resumeLatestChat } = setUp(user, {
      getChatHistory: async () => {
        await slow.promise;
        return { chats, nextCursor: null };
      },
    });
    const resuming = resumeLatestChat();
    chat.startNewChat();
    slow.resolve();
    await resuming;
    expect(chat.$chatId.get()).toBeNull();
  });

  it('keeps the conversation of an element that leaves the page and comes back', async () => {
    const stores = setUp({ state: 'visitor' });
    const end = stores.start();
    await talk(stores, 'Hello');
    const before = stores.chat.$messages.get();
    end();
    stores.start();
    expect(stores.chat.$messages.get()).toBe(before);
  });
});

describe('when somebody signs in or out', () => {
  it('forgets what belonged to the person before', async () => {
    const { start, chat, history, $session } = setUp(user, {
      getAnonymousUsage: () => Promise.resolve(quotaOf(1)),
    });
    start();
    await vi.waitFor(() => {
      expect(chat.$messages.get()).toHaveLength(2);
    });
    $session.set({ state: 'visitor' });
    expect(chat.$messages.get()).toEqual([]);
    expect(chat.$chatId.get()).toBeNull();
    expect(history.get()?.$history.get().chats).toEqual([]);
  });

  it('gives back what was not sent yet, and says why', async () => {
    const { api, start, chat, $session, onUnsent } = setUp({ state: 'visitor' });
    start();
    const sending = chat.sendMessage('Hello');
    await api.turn(0);
    $session.set(user);
    await sending;
    expect(onUnsent).toHaveBeenCalledExactlyOnceWith(
      'Hello',
      expect.objectContaining({ code: 'session_changed' }),
    );
  });

  it('shows the latest chat of the user who has arrived', async () => {
    const { start, chat, $session } = setUp({ state: 'visitor' });
    start();
    $session.set(user);
    await vi.waitFor(() => {
      expect(chat.$chatId.get()).toBe(id(70));
    });
  });

  it('shows the chat that the page asks for, which only the user who has arrived can see', async () => {
    const { start, chat, $session } = setUp(
      { state: 'visitor' },
      {
        getChatMessages: (chatId) =>
          $session.get().state === 'user'
            ? Promise.resolve({ chat: { ...chats[0]!, id: chatId }, messages: [message(1), message(2)] })
            : Promise.reject(new ChatApiError('not_found')),
      },
    );
    let chatId: string | null = null;
    start({ getChatId: () => chatId });
    chatId = id(71);
    void chat.loadChatDetails(chatId);
    await vi.waitFor(() => {
      expect(chat.$details.get().state).toBe('failed');
    });
    $session.set(user);
    await vi.waitFor(() => {
      expect(chat.$messages.get()).toHaveLength(2);
    });
    expect(chat.$chatId.get()).toBe(id(71));
    expect(chat.$error.get()).toBeNull();
  });

  it('counts free messages for visitors alone', async () => {
    const { start, quota, $session } = setUp({ state: 'visitor' });
    start();
    await vi.waitFor(() => {
      expect(quota.$quota.get()).toEqual(quotaOf(3));
    });
    $session.set(user);
    expect(quota.$quota.get()).toBeNull();
    quota.set(quotaOf(0));
    expect(quota.isExhausted()).toBe(false);
  });
});

describe('the history', () => {
  it('puts the chat that has news on top, with its new title', async () => {
    const { api, chat, history: lazy } = setUp(user);
    const history = await lazy.load();
    await history.loadChatHistory();
    await chat.loadChatDetails(id(71));
    void chat.sendMessage('More');
    const turn = await api.turn(0);
    turn.send(parts.start(id(2), id(71)), parts.chat(id(71), 'Renamed'));
    await vi.waitFor(() => {
      expect(history.$history.get().chats.map(({ title }) => title)).toEqual(['Renamed', 'Newest']);
    });
  });

  it('keeps what it has when it can not be loaded again', async () => {
    let isUp = true;
    const stores = setUp(user, {
      getChatHistory: () =>
        isUp ? Promise.resolve({ chats, nextCursor: null }) : Promise.reject(new ChatApiError('offline')),
    });
    const history = await stores.history.load();
    await history.loadChatHistory();
    isUp = false;
    await history.loadChatHistory();
    expect(history.$history.get()).toMatchObject({ state: 'failed', chats, code: 'offline' });
  });
});

describe('two elements on one page', () => {
  const first: Place = { key: '0', others: ['1'], isFirst: true };
  const second: Place = { key: '1', others: ['0'], isFirst: false };

  it('find each its own chat again', async () => {
    const storage = createMemoryStorage();
    for (const person of [{ state: 'visitor' }, user] as const) {
      const before = [first, second].map((place) => setUp(person, {}, storage, place));
      for (const stores of before) await talk(stores, 'Hello');
      const after = [first, second].map((place) => setUp(person, {}, storage, place));
      for (const stores of after) await stores.resumeLatestChat();
      const [one, other] = after.map(({ chat }) => chat.$chatId.get());
      expect(other).toBe(before[1]?.chat.$chatId.get());
      expect(one).not.toBe(other);
    }
  });

  it("leave a user's latest chat to the one that has it, or else to the first", async () => {
    const storage = createMemoryStorage();
    const other = setUp(user, {}, storage, second);
    await other.resumeLatestChat();
    expect(other.chat.$chatId.get()).toBeNull();
    await other.chat.loadChatDetails(id(70));
    await talk(other, 'Mine');

    const one = setUp(user, {}, storage, first);
    await one.resumeLatestChat();
    expect(one.chat.$chatId.get()).toBe(id(71));
  });
});

it('keeps two elements on one page apart', async () => {
  const [one, other] = [setUp({ state: 'visitor' }), setUp({ state: 'visitor' })];
  await talk(one, 'Hello');
  expect(other.chat.$messages.get()).toEqual([]);
});

it('does not let an old count replace a newer one', async () => {
  const slow = deferred();
  const { quota } = setUp(
    { state: 'visitor' },
    {
      getAnonymousUsage: async () => {
        await slow.promise;
        return quotaOf(3);
      },
    },
  );
  const loading = quota.loadAnonymousUsage();
  quota.set(quotaOf(1));
  slow.resolve();
  await loading;
  expect(quota.$quota.get()).toEqual(quotaOf(1));
});
