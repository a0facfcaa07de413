import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ChatApiError } from '../api/chat-api-error.ts';
import { pass } from '../testing/ask.ts';
import { openHistory } from '../testing/open-history.ts';
import { id } from '../testing/scripted-chat-api.ts';
import { chatOf, createScriptedManagement } from '../testing/scripted-management.ts';
import { createHistory } from './history.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('removing a chat', () => {
  it('takes it out at once, and deletes it after 6 s', async () => {
    const { server, history, titles, onRemove, onDelete } = await openHistory();
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
    const { server, history, titles } = await openHistory();
    history.remove(id(2));
    await pass(5_999);
    history.undoRemove();
    expect(titles()).toEqual(['Chat 3', 'Chat 2', null]);
    expect(history.$removed.get()).toBeNull();
    await pass(10_000);
    expect(server.calls).toEqual([]);
  });

  it('deletes it at once when the next is removed, which has its own 6 s', async () => {
    const { server, history } = await openHistory();
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
    const { server, history } = await openHistory();
    history.remove(id(3));
    history.leave();
    history.leave();
    await pass(10_000);
    expect(server.calls).toEqual([`delete ${id(3)} at last`]);
  });

  it('sends that without a task in between: a page that goes away runs none', async () => {
    const { server, history } = await openHistory();
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
    const { server, history, titles } = await openHistory();
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
    const { server, history, titles, onDelete } = await openHistory();
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
    const { server, history, titles } = await openHistory();
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
    const { server, history, onRemove } = await openHistory();
    history.remove(id(77));
    await pass(6_000);
    expect(server.calls).toEqual([]);
    expect(onRemove).not.toHaveBeenCalled();
  });
});

describe('a list that has become another person’s', () => {
  it('says nothing of what failed for the one before', async () => {
    const { server, history, onRename } = await openHistory();
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

describe('exporting a chat', () => {
  it('gives a file and its name', async () => {
    const { history } = await openHistory();
    const { name, file } = await history.export(id(3), 'md');
    expect(name).toBe('Chat 3.md');
    expect(await file.text()).toBe('Hello');
  });

  it('says when there is none', async () => {
    const { history } = await openHistory();
    await expect(history.export(id(77), 'json')).rejects.toMatchObject({ code: 'not_found' });
    expect(history.$notice.get()).toBe('exportFailed');
  });
});

describe('code that cannot be fetched', () => {
  it('of the calls fails them, and nothing else', async () => {
    const { server, history, titles } = await openHistory();
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
