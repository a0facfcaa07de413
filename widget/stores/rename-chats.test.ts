import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { pass } from '../testing/ask.ts';
import { openHistory } from '../testing/open-history.ts';
import { id } from '../testing/scripted-chat-api.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('renaming a chat', () => {
  it('shows the new title at once, here and in the chat, and keeps it when it has arrived', async () => {
    const { server, history, titles, onRename } = await openHistory();
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
    const { server, history, titles, onRename } = await openHistory();
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
    const { server, history, titles } = await openHistory();
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
    const { server, history, titles, onRename } = await openHistory();
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
    const { server, history, titles, onRename } = await openHistory();
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
    const { server, history, titles } = await openHistory();
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

describe('a title when another person has come', () => {
  it.each([[1], [2]])(
    'does not go out in their name, whether it waited for its code or for another: %i',
    async (count) => {
      const { server, history } = await openHistory();
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
