import { atom } from 'nanostores';
import { describe, expect, it, vi } from 'vitest';
import { createAnswerServer } from '../testing/answer-server.ts';
import { deferred } from '../testing/deferred.ts';
import { createMemoryStorage } from '../testing/memory-storage.ts';
import { chatOf, createScriptedManagement } from '../testing/scripted-management.ts';
import { createScriptedChatApi, id } from '../testing/scripted-chat-api.ts';
import { chats, setUp, user } from '../testing/set-up-stores.ts';
import { createTestChannels, createTestPage } from '../testing/test-page.ts';
import { silentChannel } from './chat-channel.ts';
import { createHistory } from './history.ts';
import { keepFresh } from './keep-fresh.ts';

describe('two tabs on one chat', () => {
  async function openTabs() {
    const server = createAnswerServer();
    const tab = createTestChannels();
    const open = () => setUp(user, server.api, createMemoryStorage(), undefined, tab());
    const [one, other] = [open(), open()];
    const ends = [one, other].map(({ start }) => start({ getChatId: () => null }));
    const said = ({ chat }: typeof one) => chat.$messages.get().map(({ content }) => content);
    void one.chat.sendMessage('Hello');
    await vi.waitFor(() => {
      expect(server.answers).toHaveLength(1);
    });
    await vi.waitFor(() => {
      expect(one.chat.$chatId.get()).not.toBeNull();
    });
    await other.chat.loadChatDetails(one.chat.$chatId.get() ?? '');
    return { server, one, other, said, ends };
  }

  it('show the same running answer, and each what is said in the other', async () => {
    const { server, one, other, said } = await openTabs();
    server.tell('Hi ');
    await vi.waitFor(() => {
      expect([one, other].map(({ chat }) => chat.$streamingText.get())).toEqual(['Hi ', 'Hi ']);
    });
    server.tell('there');
    server.finish();
    await vi.waitFor(() => {
      expect([one, other].map(said)).toEqual([['Hello', 'Hi there'], ['Hello', 'Hi there']]); // prettier-ignore
    });

    void other.chat.sendMessage('More');
    await vi.waitFor(() => {
      expect(server.answers).toHaveLength(2);
    });
    server.tell('Yes');
    await vi.waitFor(() => {
      expect(said(one)).toEqual(['Hello', 'Hi there', 'More', '']);
      expect(one.chat.$streamingText.get()).toBe('Yes');
    });
    server.finish();
    await vi.waitFor(() => {
      expect([one, other].map(({ chat }) => chat.$answer.get().state)).toEqual(['idle', 'idle']);
    });
    expect(said(one)).toEqual(said(other));
  });

  it('stop in both when one stops', async () => {
    const { server, one, other } = await openTabs();
    server.tell('Hi');
    await vi.waitFor(() => {
      expect(other.chat.$streamingText.get()).toBe('Hi');
    });
    other.chat.stop();
    await vi.waitFor(() => {
      for (const { chat } of [one, other])
        expect(chat.$messages.get()[1]).toMatchObject({ content: 'Hi', status: 'stopped' });
    });
  });

  it('do not disturb a tab with another chat, or one that was taken away', async () => {
    const { server, one, other, ends } = await openTabs();
    other.chat.startNewChat();
    ends[1]?.();
    const before = server.calls.length;
    server.tell('Hi');
    server.finish();
    await vi.waitFor(() => {
      expect(one.chat.$answer.get().state).toBe('idle');
    });
    expect(server.calls).toHaveLength(before);
    expect(other.chat.$messages.get()).toEqual([]);
  });
});

describe('a page that is looked at again', () => {
  it('has a fresh chat, and a fresh history if that was there', async () => {
    let title = 'Old';
    const { start, chat, history, page } = setUp(user, {
      getChatHistory: () =>
        Promise.resolve({ chats: chats.map((one) => ({ ...one, title })), nextCursor: null }),
      getChatMessages: (chatId) =>
        Promise.resolve({ chat: { id: chatId, title, updatedAt: '2026-11-01T10:00:00.000Z' }, messages: [] }),
    });
    start();
    await vi.waitFor(() => {
      expect(chat.$title.get()).toBe('Old');
    });
    title = 'New';
    page.wake(false);
    await vi.waitFor(() => {
      expect(chat.$title.get()).toBe('New');
      expect(history.get()?.$history.get().chats[0]?.title).toBe('New');
    });
  });

  it('does not load a history that nobody asked for', async () => {
    const { api, start, page } = setUp({ state: 'visitor' });
    const getChatHistory = vi.spyOn(api, 'getChatHistory');
    start();
    page.wake();
    await Promise.resolve();
    expect(getChatHistory).not.toHaveBeenCalled();
  });

  it('asks once more for what a dead connection does not bring', async () => {
    const base = createScriptedChatApi();
    let isDead = true;
    const { start, chat, page } = setUp(user, {
      getChatMessages: (chatId, { signal } = {}) =>
        isDead
          ? new Promise((_resolve, reject) => {
              signal?.addEventListener('abort', () => {
                reject(new DOMException('Aborted', 'AbortError'));
              });
            })
          : base.getChatMessages(chatId),
    });
    start();
    await vi.waitFor(() => {
      expect(chat.$details.get().state).toBe('loading');
    });
    isDead = false;
    page.wake(false);
    await new Promise((done) => setTimeout(done, 0));
    expect(chat.$details.get().state).toBe('loading');
    page.wake();
    await vi.waitFor(() => {
      expect(chat.$messages.get()).toHaveLength(2);
    });
  });

  it('is nothing to an element that is away', () => {
    const { start, page } = setUp(user);
    const end = start();
    expect(page.listeners.size).toBe(1);
    end();
    expect(page.listeners.size).toBe(0);
  });
});

describe('a list of chats that is looked at again', () => {
  it('is still what was searched for, with the pages that were loaded, and without what was removed', async () => {
    const server = createScriptedManagement(
      [14, 13, 12, 11, 2].map((number) => chatOf(number)),
      { pageSize: 2 },
    );
    const history = createHistory({ api: server.api() });
    history.search('Chat 1');
    await vi.waitFor(() => {
      expect(history.$history.get().state).toBe('ready');
    });
    await history.loadMore();
    history.remove(id(13));
    const page = createTestPage();
    const chat = { $chatId: atom(null), refresh: () => Promise.resolve() };
    const end = keepFresh({ chat, history: { get: () => history } }, page, silentChannel);
    page.wake();
    await vi.waitFor(() => {
      expect(server.calls.filter((call) => call === 'list Chat 1')).toHaveLength(2);
      expect(history.$history.get().state).toBe('ready');
    });
    expect(history.$history.get().chats.map((one) => one.id)).toEqual([id(14), id(12), id(11)]);
    end();
    history.clear();
  });
});

describe('an element that is taken out of its page', () => {
  it('looks again when it is put back', async () => {
    let title = 'Old';
    const { start, chat } = setUp(user, {
      getChatMessages: (chatId) =>
        Promise.resolve({ chat: { id: chatId, title, updatedAt: '2026-11-01T10:00:00.000Z' }, messages: [] }),
    });
    const end = start();
    await vi.waitFor(() => {
      expect(chat.$title.get()).toBe('Old');
    });
    end();
    title = 'New';
    start();
    await vi.waitFor(() => {
      expect(chat.$title.get()).toBe('New');
    });
  });

  it('cancels all that it reads, and reads it when it is put back', async () => {
    const signals: AbortSignal[] = [];
    const isBack = deferred();
    const read = async <Reply>(reply: Promise<Reply>, signal: AbortSignal | undefined): Promise<Reply> => {
      if (signal) signals.push(signal);
      const abortion = new Promise<never>((_resolve, reject) => {
        signal?.addEventListener('abort', () => {
          reject(new DOMException('Aborted', 'AbortError'));
        });
      });
      await Promise.race([isBack.promise, abortion]);
      return reply;
    };
    const base = createScriptedChatApi();
    const { start, chat, catalog } = setUp(user, {
      getChatHistory: ({ signal } = {}) => read(Promise.resolve({ chats, nextCursor: null }), signal),
      getChatMessages: (chatId, { signal } = {}) => read(base.getChatMessages(chatId), signal),
      getAiProviders: ({ signal } = {}) => read(base.getAiProviders(), signal),
      getSystemPrompts: ({ signal } = {}) => read(base.getSystemPrompts(), signal),
    });
    const end = start();
    await vi.waitFor(() => {
      expect(signals).toHaveLength(3);
    });
    end();
    expect(signals.every(({ aborted }) => aborted)).toBe(true);
    await Promise.resolve();
    expect(signals).toHaveLength(3);
    isBack.resolve();
    start();
    await vi.waitFor(() => {
      expect(chat.$messages.get()).toHaveLength(2);
      expect(catalog.$catalog.get().state).toBe('ready');
    });
    expect(chat.$chatId.get()).toBe(id(70));
  });
});
