import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ChatHistoryReply } from '../../protocol/history.ts';
import { ChatApiError } from '../api/chat-api-error.ts';
import { id } from '../testing/scripted-chat-api.ts';
import { chatOf, createScriptedManagement } from '../testing/scripted-management.ts';
import { createHistory } from './history.ts';

afterEach(() => {
  vi.useRealTimers();
});

function setUp(numbers: number[], pageSize = 2) {
  const server = createScriptedManagement(
    numbers.map((number) => chatOf(number)),
    { pageSize },
  );
  const history = createHistory({ api: server.api(), now: () => new Date('2020-01-01T00:00:00Z') });
  const shown = () => history.$history.get().chats.map(({ id: chatId }) => Number(chatId.slice(-3)));
  return { server, history, shown };
}

describe('the list of chats', () => {
  it('is loaded page by page, each chat once, up to the last', async () => {
    const { server, history, shown } = setUp([5, 4, 3, 2, 1]);
    await history.loadChatHistory();
    expect(shown()).toEqual([5, 4]);
    await history.loadMore();
    expect(shown()).toEqual([5, 4, 3, 2]);
    expect(history.$history.get()).toMatchObject({ state: 'ready', search: '' });
    await history.loadMore();
    expect(shown()).toEqual([5, 4, 3, 2, 1]);
    expect(history.$history.get().nextCursor).toBeNull();
    await history.loadMore();
    expect(server.calls).toHaveLength(3);
  });

  it('shares the page that is on its way', async () => {
    const { server, history } = setUp([3, 2, 1]);
    await history.loadChatHistory();
    await Promise.all([history.loadMore(), history.loadMore()]);
    expect(server.calls).toHaveLength(2);
  });

  it('keeps what is there when a page fails, and can be asked for it again', async () => {
    const { server, history, shown } = setUp([3, 2, 1]);
    await history.loadChatHistory();
    server.isHolding = true;
    const loading = history.loadMore();
    expect(history.$history.get().state).toBe('loading');
    server.held[0]?.fail(new ChatApiError('offline'));
    await loading;
    expect(history.$history.get()).toMatchObject({ state: 'failed', code: 'offline' });
    expect(history.$history.get().nextCursor).not.toBeNull();
    expect(shown()).toEqual([3, 2]);
    server.isHolding = false;
    await history.loadMore();
    expect(history.$history.get().state).toBe('ready');
    expect(shown()).toEqual([3, 2, 1]);
  });

  it('keeps its later pages when it is looked at again, and no chat twice', async () => {
    const { server, history, shown } = setUp([6, 5, 4, 3, 2, 1]);
    await history.loadChatHistory();
    await history.loadMore();
    server.touch(id(3));
    await history.loadChatHistory();
    expect(shown()).toEqual([3, 6, 5, 4]);
    await history.loadMore();
    expect(shown()).toEqual([3, 6, 5, 4, 2, 1]);
  });

  it('begins anew when there may be a gap between the newest page and the rest', async () => {
    const { server, history, shown } = setUp([4, 3, 2, 1]);
    await history.loadChatHistory();
    await history.loadMore();
    for (const number of [7, 8, 9]) server.touch(id(number));
    await history.loadChatHistory();
    expect(shown()).toEqual([9, 8]);
    await history.loadMore();
    await history.loadMore();
    await history.loadMore();
    expect(shown()).toEqual([9, 8, 7, 4, 3, 2, 1]);
  });

  it('begins anew as well when the chat at the end of the newest page has only moved there', async () => {
    const { server, history, shown } = setUp([6, 5, 4, 3, 2, 1]);
    await history.loadChatHistory();
    await history.loadMore();
    for (const number of [9, 5, 8]) server.touch(id(number));
    await history.loadChatHistory();
    expect(shown()).toEqual([8, 5]);
    await history.loadMore();
    expect(shown()).toEqual([8, 5, 9, 6]);
  });

  it('lets the newest call win', async () => {
    const { server, history, shown } = setUp([1]);
    server.isHolding = true;
    const first = history.loadChatHistory();
    const second = history.loadChatHistory();
    expect(server.held).toHaveLength(1);
    server.held[0]?.succeed();
    await Promise.all([first, second]);
    expect(shown()).toEqual([1]);
  });

  it('takes no reply that comes too late, though it was cancelled', async () => {
    const replies: ((number: number) => void)[] = [];
    const api = {
      ...createScriptedManagement().api(),
      getChatHistory: () =>
        new Promise<ChatHistoryReply>((resolve) => {
          replies.push((number) => {
            resolve({ chats: [chatOf(number)], nextCursor: null });
          });
        }),
    };
    const history = createHistory({ api });
    const loading = [history.loadChatHistory(), history.loadChatHistory()];
    replies[1]?.(2);
    replies[0]?.(1);
    await Promise.all(loading);
    expect(history.$history.get().chats).toEqual([chatOf(2)]);
    history.noteChat({ id: id(3), title: null });
    expect(history.$history.get().chats.map((chat) => chat.id)).toEqual([id(3), id(2)]);
  });

  it('puts a chat with news on top, also when the list that is on its way does not know it yet', async () => {
    const { server, history, shown } = setUp([2, 1], 10);
    await history.loadChatHistory();
    server.isHolding = true;
    server.readsEarly = true;
    const loading = history.loadChatHistory();
    history.noteChat({ id: id(3), title: 'New' });
    history.noteChat({ id: id(1), title: null });
    expect(shown()).toEqual([1, 3, 2]);
    server.held[0]?.succeed();
    await loading;
    expect(shown()).toEqual([1, 3, 2]);
    expect(history.$history.get().chats.map(({ title }) => title)).toEqual(['Chat 1', 'New', 'Chat 2']);
  });

  it('is forgotten with what was on its way', async () => {
    const { server, history, shown } = setUp([2, 1]);
    await history.loadChatHistory();
    server.isHolding = true;
    const loading = history.loadChatHistory();
    history.clear();
    await loading;
    expect(history.$history.get()).toEqual({ state: 'idle', chats: [], search: '', nextCursor: null });
    expect(shown()).toEqual([]);
  });
});

describe('searching', () => {
  async function setUpSearch() {
    vi.useFakeTimers();
    const stores = setUp([12, 11, 10, 2, 1], 2);
    await stores.history.loadChatHistory();
    stores.server.calls.length = 0;
    return stores;
  }

  it('waits until nothing is typed for 250 ms, and asks once', async () => {
    const { server, history, shown } = await setUpSearch();
    history.search('Chat');
    await vi.advanceTimersByTimeAsync(249);
    history.search(' Chat 1 ');
    await vi.advanceTimersByTimeAsync(249);
    expect(server.calls).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(server.calls).toEqual(['list Chat 1']);
    expect(history.$history.get()).toMatchObject({ state: 'ready', search: 'Chat 1' });
    expect(shown()).toEqual([12, 11]);
  });

  it('pages and reloads what was found, and nothing else', async () => {
    const { server, history, shown } = await setUpSearch();
    await history.loadMore();
    expect(shown()).toEqual([12, 11, 10, 2]);
    history.search('Chat 1');
    await vi.advanceTimersByTimeAsync(250);
    expect(shown()).toEqual([12, 11]);
    await history.loadMore();
    expect(shown()).toEqual([12, 11, 10, 1]);
    await history.loadChatHistory();
    expect(server.calls.at(-1)).toBe('list Chat 1');
    expect(shown()).toEqual([12, 11, 10, 1]);
  });

  it('shows the newest search, whatever order the replies come in', async () => {
    const { server, history, shown } = await setUpSearch();
    server.isHolding = true;
    history.search('Chat 2');
    await vi.advanceTimersByTimeAsync(250);
    const old = server.held[0];
    history.search('Chat 1');
    await vi.advanceTimersByTimeAsync(250);
    server.held.at(-1)?.succeed();
    old?.succeed();
    await vi.advanceTimersByTimeAsync(0);
    expect(shown()).toEqual([12, 11]);
  });

  it('shows all again when it is cleared, with the pages that follow', async () => {
    const { server, history, shown } = await setUpSearch();
    server.isHolding = true;
    history.search('Nothing');
    await vi.advanceTimersByTimeAsync(250);
    server.held[0]?.fail();
    await vi.advanceTimersByTimeAsync(0);
    expect(history.$history.get()).toMatchObject({ state: 'failed', search: 'Nothing', nextCursor: null });
    server.isHolding = false;
    await history.loadMore();
    expect(server.calls).toEqual(['list Nothing']);
    history.search('\u200b ');
    await vi.advanceTimersByTimeAsync(250);
    expect(server.calls.at(-1)).toBe('list');
    await history.loadMore();
    expect(shown()).toEqual([12, 11, 10, 2]);
  });

  it('cuts what is longer than the server takes, and breaks no character', async () => {
    const { server, history } = await setUpSearch();
    history.search('🙂'.repeat(200));
    await vi.advanceTimersByTimeAsync(250);
    expect(server.calls).toEqual([`list ${'🙂'.repeat(120)}`]);
  });

  it('takes news of what was found, and adds nothing that may not match', async () => {
    const { history, shown } = await setUpSearch();
    history.search('Chat 1');
    await vi.advanceTimersByTimeAsync(250);
    history.noteChat({ id: id(99), title: 'Another' });
    history.noteChat({ id: id(11), title: 'Chat 1, renamed' });
    expect(shown()).toEqual([11, 12]);
    expect(history.$history.get().chats[0]?.title).toBe('Chat 1, renamed');
  });

  it('ends with the person who searched', async () => {
    const { server, history } = await setUpSearch();
    history.search('Chat 1');
    history.clear();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(server.calls).toEqual([]);
    await history.loadChatHistory();
    expect(server.calls).toEqual(['list']);
  });
});
