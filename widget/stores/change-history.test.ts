import { afterEach, beforeEach, describe, expect, it, type Mock, vi } from 'vitest';
import { ChatApiError } from '../api/chat-api-error.ts';
import { id } from '../testing/scripted-chat-api.ts';
import { chatOf, createScriptedManagement } from '../testing/scripted-management.ts';
import { createHistory } from './history.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

/** Lets this much time pass, and everything happen that is ready by then. */
const pass = (ms = 0) => vi.advanceTimersByTimeAsync(ms);

/** An open list with the chats 3, 2 and 1. */
async function setUp() {
  const server = createScriptedManagement([chatOf(3), chatOf(2), chatOf(1, null)]);
  const onDelete: Mock<(chatId: string) => void> = vi.fn();
  const onRemove: Mock<(chatId: string) => void> = vi.fn();
  const onRename: Mock<(chatId: string, title: string | null) => void> = vi.fn();
  const history = createHistory({ api: server.api(), onRemove, onDelete, onRename });
  await history.loadChatHistory();
  server.calls.length = 0;
  const titles = () => history.$history.get().chats.map(({ title }) => title);
  return { server, history, titles, onRemove, onDelete, onRename };
}

describe('renaming a chat', () => {
  it('shows the new title at once, here and in the chat, and keeps it when it has arrived', async () => {
    const { server, history, titles, onRename } = await setUp();
    server.isHolding = true;
    history.rename(id(1), '  First ');
    expect(titles()).toEqual(['Chat 3', 'Chat 2', 'First']);
    expect(onRename).toHaveBeenCalledExactlyOnceWith(id(1), 'First');
    await pass();
    server.held[0]?.succeed();
    server.isHolding = false;
    await pass();
    await history.loadChatHistory();
    expect(titles()).toEqual(['Chat 3', 'Chat 2', 'First']);
    expect(server.calls).toEqual([`rename ${id(1)} First`, 'list']);
    expect(history.$notice.get()).toBeNull();
  });

  it.each([
    [1, null],
    [2, 'Chat 2'],
  ])('goes back to the title before when it fails (chat %i)', async (number, before) => {
    const { server, history, titles, onRename } = await setUp();
    const shown = titles();
    server.isHolding = true;
    history.rename(id(number), 'New');
    await pass();
    server.held[0]?.fail();
    await pass();
    expect(titles()).toEqual(shown);
    expect(onRename).toHaveBeenLastCalledWith(id(number), before);
    expect(history.$notice.get()).toBe('renameFailed');
    history.rename(id(number), '');
    expect(history.$notice.get()).toBeNull();
  });

  it('is not undone by a list that was on its way', async () => {
    const { server, history, titles } = await setUp();
    server.isHolding = true;
    server.readsEarly = true;
    const loading = history.loadChatHistory();
    history.rename(id(2), 'New');
    await pass();
    server.held[1]?.succeed();
    await pass();
    server.held[0]?.succeed();
    await loading;
    expect(titles()).toEqual(['Chat 3', 'New', null]);
  });

  it('ends with the newest title, one request at a time; what it goes back to is what the server has', async () => {
    const { server, history, titles, onRename } = await setUp();
    server.isHolding = true;
    for (const title of ['One', 'Two', 'Three']) history.rename(id(2), title);
    await pass();
    expect(server.held).toHaveLength(1);
    server.held[0]?.succeed();
    await pass();
    expect(titles()).toEqual(['Chat 3', 'Three', null]);
    server.held[0]?.fail();
    await pass();
    expect(server.calls).toEqual([`rename ${id(2)} One`, `rename ${id(2)} Three`]);
    expect(titles()).toEqual(['Chat 3', 'One', null]);
    expect(onRename).toHaveBeenLastCalledWith(id(2), 'One');
  });

  it('goes back to the title before all of them when none has arrived', async () => {
    const { server, history, titles, onRename } = await setUp();
    server.isHolding = true;
    history.rename(id(2), 'One');
    history.rename(id(2), 'Two');
    for (const _ of [1, 2]) {
      await pass();
      server.held[0]?.fail();
    }
    await pass();
    expect(titles()).toEqual(['Chat 3', 'Chat 2', null]);
    expect(onRename).toHaveBeenLastCalledWith(id(2), 'Chat 2');
  });

  it('asks for nothing that the server would refuse, or has', async () => {
    const { server, history, titles } = await setUp();
    history.rename(id(2), ' ');
    history.rename(id(2), '\u200b');
    history.rename(id(2), 'Chat 2');
    await pass();
    expect(server.calls).toEqual([]);
    history.rename(id(2), '🙂'.repeat(121));
    await pass();
    expect(titles()[1]).toBe('🙂'.repeat(120));
  });
});

describe('removing a chat', () => {
  it('takes it out at once, and deletes it after 6 s', async () => {
    const { server, history, titles, onRemove, onDelete } = await setUp();
    history.remove(id(3));
    expect(titles()).toEqual(['Chat 2', null]);
    expect(onRemove).toHaveBeenCalledExactlyOnceWith(id(3));
    expect(history.$removed.get()).toEqual(chatOf(3));
    await pass(5_999);
    expect(server.calls).toEqual([]);
    expect(onDelete).not.toHaveBeenCalled();
    await pass(1);
    expect(server.calls).toEqual([`delete ${id(3)}`]);
    expect(onDelete).toHaveBeenCalledExactlyOnceWith(id(3));
    expect(history.$removed.get()).toBeNull();
    expect(titles()).toEqual(['Chat 2', null]);
  });

  it('can be undone until then', async () => {
    const { server, history, titles } = await setUp();
    history.remove(id(2));
    await pass(5_999);
    history.undoRemove();
    expect(titles()).toEqual(['Chat 3', 'Chat 2', null]);
    expect(history.$removed.get()).toBeNull();
    await pass(10_000);
    expect(server.calls).toEqual([]);
  });

  it('deletes it at once when the next is removed, which has its own 6 s', async () => {
    const { server, history } = await setUp();
    history.remove(id(3));
    await pass(4_000);
    history.remove(id(2));
    await pass();
    expect(server.calls).toEqual([`delete ${id(3)}`]);
    expect(history.$removed.get()?.id).toBe(id(2));
    await pass(5_999);
    expect(server.calls).toHaveLength(1);
    await pass(1);
    expect(server.calls).toEqual([`delete ${id(3)}`, `delete ${id(2)}`]);
  });

  it('deletes it when the page or the element goes away, with a request that outlives it, once', async () => {
    const { server, history } = await setUp();
    history.remove(id(3));
    history.leave();
    history.leave();
    await pass(10_000);
    expect(server.calls).toEqual([`delete ${id(3)} at last`]);
  });

  it('sends that without a task in between: a page that goes away runs none', async () => {
    const { server, history } = await setUp();
    history.remove(id(3));
    history.leave();
    for (let microtask = 0; microtask < 5; microtask += 1) await Promise.resolve();
    expect(server.calls).toHaveLength(1);
  });

  it('has fetched by then what that needs: a page that goes away waits for no code', async () => {
    const { loadManagement, ...api } = createScriptedManagement([chatOf(1)]).api();
    const load = vi.fn(loadManagement);
    const history = createHistory({ api: { ...api, loadManagement: load } });
    await history.loadChatHistory();
    expect(load).not.toHaveBeenCalled();
    history.remove(id(1));
    expect(load).toHaveBeenCalledOnce();
  });

  it('deletes it when somebody else signs in, and shows them nothing of it', async () => {
    const { server, history, titles } = await setUp();
    server.isHolding = true;
    history.remove(id(3));
    await pass();
    history.clear();
    await pass();
    expect(server.held[0]?.what).toBe(`delete ${id(3)}`);
    expect(history.$removed.get()).toBeNull();
    server.held[0]?.fail();
    await pass();
    expect(history.$notice.get()).toBeNull();
    expect(titles()).toEqual([]);
  });

  it('brings it back where it was when it fails, and can be tried again', async () => {
    const { server, history, titles, onDelete } = await setUp();
    server.isHolding = true;
    history.remove(id(2));
    await pass(6_000);
    server.held[0]?.fail(new ChatApiError('offline'));
    await pass();
    expect(onDelete).not.toHaveBeenCalled();
    expect(titles()).toEqual(['Chat 3', 'Chat 2', null]);
    expect(history.$notice.get()).toBe('deleteFailed');
    history.remove(id(2));
    expect(history.$notice.get()).toBeNull();
    await pass(6_000);
    server.held[0]?.succeed();
    await pass();
    expect(titles()).toEqual(['Chat 3', null]);
  });

  it('stays so when the list is loaded again, before, while and after it is deleted, and when the chat has news', async () => {
    const { server, history, titles } = await setUp();
    history.remove(id(3));
    await history.loadChatHistory();
    history.noteChat({ id: id(3), title: 'News' });
    expect(titles()).toEqual(['Chat 2', null]);
    server.isHolding = true;
    server.readsEarly = true;
    await pass(6_000);
    const loading = history.loadChatHistory();
    server.held[0]?.succeed();
    await pass();
    server.held[0]?.succeed();
    await loading;
    history.noteChat({ id: id(3), title: 'More news' });
    expect(titles()).toEqual(['Chat 2', null]);
  });

  it('does nothing to a chat that is not listed', async () => {
    const { server, history, onRemove } = await setUp();
    history.remove(id(77));
    await pass(6_000);
    expect(server.calls).toEqual([]);
    expect(onRemove).not.toHaveBeenCalled();
  });
});

describe('a list that has become another person’s', () => {
  it('says nothing of what failed for the one before', async () => {
    const { server, history, onRename } = await setUp();
    server.isHolding = true;
    history.rename(id(1), 'First');
    history.rename(id(1), 'Second');
    const exporting = expect(history.export(id(2), 'md')).rejects.toBeInstanceOf(ChatApiError);
    await pass();
    history.clear();
    onRename.mockClear();
    await pass();
    for (const call of [...server.held]) call.fail();
    await exporting;
    await pass();
    expect(history.$notice.get()).toBeNull();
    expect(onRename).not.toHaveBeenCalled();
  });
});

describe('a title when another person has come', () => {
  it.each([[1], [2]])(
    'does not go out in their name, whether it waited for its code or for another: %i',
    async (count) => {
      const { server, history } = await setUp();
      server.isHolding = true;
      server.calls.length = 0;
      if (count > 1) history.rename(id(1), 'First');
      await pass();
      history.rename(id(1), 'Mine');
      history.clear();
      for (const call of [...server.held]) call.succeed();
      await pass();
      expect(server.calls).toEqual(count > 1 ? [`rename ${id(1)} First`] : []);
    },
  );
});

describe('exporting a chat', () => {
  it('gives a file and its name', async () => {
    const { history } = await setUp();
    const { name, file } = await history.export(id(3), 'md');
    expect(name).toBe('Chat 3.md');
    expect(await file.text()).toBe('Hello');
  });

  it('says when there is none', async () => {
    const { history } = await setUp();
    await expect(history.export(id(77), 'json')).rejects.toMatchObject({ code: 'not_found' });
    expect(history.$notice.get()).toBe('exportFailed');
  });
});

describe('code that cannot be fetched', () => {
  it('of the calls fails them, and nothing else', async () => {
    const { server, history, titles } = await setUp();
    server.hasCode = false;
    history.rename(id(3), 'New');
    await pass();
    expect(history.$notice.get()).toBe('renameFailed');
    history.remove(id(3));
    await pass(6_000);
    expect(history.$notice.get()).toBe('deleteFailed');
    await expect(history.export(id(3), 'md')).rejects.toMatchObject({ code: 'service_unavailable' });
    expect(titles()).toEqual(['Chat 3', 'Chat 2', null]);
  });
});
