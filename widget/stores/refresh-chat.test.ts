import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { ChatApiError } from '../api/chat-api-error.ts';
import { pass } from '../testing/ask.ts';
import type { ChatApi } from '../api/chat-api.ts';
import { deferred } from '../testing/deferred.ts';
import { id, parts } from '../testing/scripted-chat-api.ts';
import { setUpChat } from '../testing/set-up-chat.ts';
import { talk } from '../testing/talk.ts';
import { loadFollower } from './load-follower.ts';

beforeAll(async () => {
  await loadFollower();
});
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** The reply of the next load is what stands on the server then, and comes when this is resolved. */
function holdNextLoad(api: Pick<ChatApi, 'getChatMessages'>, { getChatMessages }: typeof api) {
  const held = deferred();
  vi.spyOn(api, 'getChatMessages').mockImplementationOnce(async (...args) => {
    const reply = await getChatMessages(...args);
    await held.promise;
    return reply;
  });
  return held;
}

describe('looking at a chat again', () => {
  it('changes nothing when nothing has changed', async () => {
    const { chat } = await talk();
    const before = chat.$messages.get();
    const states: string[] = [];
    chat.$details.listen(({ state }) => states.push(state));
    await chat.refresh();
    expect(chat.$messages.get()).toBe(before);
    expect(states).not.toContain('loading');
  });

  it('shows what was said elsewhere, and joins the answer that runs', async () => {
    const { chat, server, sendElsewhere, said } = await talk();
    await sendElsewhere('And?');
    server.tell('We');
    server.checkpoint('We');
    await chat.refresh();
    expect(said()).toEqual(['Hello', 'Hi', 'And?', '']);
    expect(chat.$streamingText.get()).toBe('We');
    expect(chat.$answer.get()).toMatchObject({ state: 'streaming', isJoined: true });
    await pass(0);
    server.tell('ll');
    server.finish();
    await pass(0);
    expect(said()).toEqual(['Hello', 'Hi', 'And?', 'Well']);
    expect(chat.$answer.get()).toEqual({ state: 'idle' });
  });

  it('waits with an answer that has no word yet', async () => {
    const { chat, sendElsewhere, said } = await talk();
    await sendElsewhere('And?');
    await chat.refresh();
    expect(said()).toEqual(['Hello', 'Hi', 'And?']);
    expect(chat.$answer.get()).toMatchObject({ state: 'waiting', isJoined: true });
  });

  it('keeps a message that was not sent, and what can be done about it', async () => {
    const { chat, server, sendElsewhere, said, texts } = await talk();
    server.isDown = true;
    await chat.sendMessage('Mine');
    server.isDown = false;
    const failed = chat.$answer.get();
    expect(failed).toMatchObject({ state: 'failed', canTakeBack: true });
    await sendElsewhere('Theirs');
    server.tell('Yes');
    server.finish();
    await chat.refresh();
    expect(said()).toEqual(['Hello', 'Hi', 'Theirs', 'Yes', 'Mine']);
    expect(texts().at(-1)?.[2]).toBe('failed');
    expect(chat.$answer.get()).toBe(failed);
    expect(chat.takeBack()).toBe('Mine');
  });

  it('gives back what was refused when an answer of the chat runs: one at a time', async () => {
    const { api, chat, server, sendElsewhere, said, onUnsent } = await talk();
    vi.spyOn(api, 'sendChatMessage').mockImplementationOnce(async function* () {
      await Promise.resolve();
      yield* [];
      throw new ChatApiError('rate_limited');
    });
    await chat.sendMessage('Mine');
    await sendElsewhere('Theirs');
    expect(onUnsent).not.toHaveBeenCalled();
    await chat.refresh();
    await pass(0);
    server.tell('Ye');
    await pass(0);
    expect(onUnsent).toHaveBeenCalledExactlyOnceWith('Mine', null);
    expect(said()).toEqual(['Hello', 'Hi', 'Theirs', '']);
    server.finish();
    await chat.refresh();
    expect(said()).toEqual(['Hello', 'Hi', 'Theirs', 'Ye']);
    expect(chat.$answer.get()).toEqual({ state: 'idle' });
    chat.startNewChat();
    expect(onUnsent).toHaveBeenCalledOnce();
  });

  it('learns that a message has arrived whose reply was lost', async () => {
    const { chat, server, api, texts } = await talk();
    const real = server.api.sendChatMessage;
    vi.spyOn(api, 'sendChatMessage').mockImplementation(async function* (request, options) {
      await real(request, options)[Symbol.asyncIterator]().next();
      yield* [];
      throw new ChatApiError('service_unavailable', { status: 0 });
    });
    await chat.sendMessage('Mine');
    expect(texts().at(-1)).toEqual(['user', 'Mine', 'failed']);
    server.tell('Yes');
    server.checkpoint('Ye');
    await chat.refresh();
    await pass(0);
    expect(texts().slice(2)).toEqual([['user', 'Mine', 'complete'], ['assistant', '', 'streaming']]); // prettier-ignore
    expect(chat.$streamingText.get()).toBe('Yes');
  });

  it('keeps the reason that is known here of an answer that failed', async () => {
    const { chat, server } = await talk();
    const sending = chat.sendMessage('More');
    await pass(0);
    server.fail(new ChatApiError('provider_overloaded'));
    await pass(0);
    await sending;
    await chat.refresh();
    expect(chat.$error.get()?.code).toBe('provider_overloaded');
  });

  it('asks once for many who ask at once, and once more for who asks meanwhile', async () => {
    const { chat, loads } = await talk();
    const before = loads();
    await Promise.all([chat.refresh(), chat.refresh(), chat.refresh()]);
    expect(loads() - before).toBe(2);
  });

  it('does not ask while an answer runs here, which is fresher', async () => {
    const { chat, loads } = await talk();
    void chat.sendMessage('More');
    await pass(0);
    const before = loads();
    await chat.refresh();
    expect(loads()).toBe(before);
  });

  it('never lets a slow reply into another chat, or over something newer', async () => {
    const { chat, server, api, sendElsewhere, said } = await talk();
    const slow = deferred();
    const real = server.api.getChatMessages;
    const spy = vi.spyOn(api, 'getChatMessages').mockImplementation(async (...args) => {
      const reply = await real(...args);
      await slow.promise;
      return reply;
    });
    const refreshing = chat.refresh();
    await pass(0);
    chat.startNewChat();
    slow.resolve();
    await refreshing;
    expect([chat.$chatId.get(), chat.$messages.get()]).toEqual([null, []]);
    spy.mockRestore();
    expect(said()).toEqual([]);
    await sendElsewhere('x');
  });

  it('asks again when something was said while it asked', async () => {
    const { chat, server, api, said } = await talk();
    const slow = holdNextLoad(api, server.api);
    const refreshing = chat.refresh();
    const sending = chat.sendMessage('More');
    await pass(0);
    server.tell('Yes');
    server.finish();
    await pass(0);
    await sending;
    slow.resolve();
    await refreshing;
    expect(said()).toEqual(['Hello', 'Hi', 'More', 'Yes']);
  });

  it('asks again when the chat was named while it asked', async () => {
    const { api, chat } = setUpChat();
    const sending = chat.sendMessage('Hello');
    const turn = await api.turn(0);
    turn.send(parts.start(id(2), id(9)), parts.text('Hi'), parts.finish());
    await pass(0);
    const slow = deferred();
    const reply = (title: string) => ({
      chat: { id: id(9), title, updatedAt: '2026-11-01T10:00:00.000Z' },
      messages: [],
    });
    vi.spyOn(api, 'getChatMessages')
      .mockImplementationOnce(() => slow.promise.then(() => reply('Old')))
      .mockResolvedValue(reply('New'));
    const refreshing = chat.refresh();
    await pass(0);
    turn.send(parts.chat(id(9), 'New'));
    turn.end();
    await sending;
    const titles: unknown[] = [];
    chat.$title.listen((title) => titles.push(title));
    slow.resolve();
    await refreshing;
    expect(chat.$title.get()).toBe('New');
    expect(titles).toEqual([]);
  });

  it('asks after a load for news that came during it', async () => {
    const { chat, server, api, chatId, sendElsewhere, said } = await talk();
    chat.startNewChat();
    const slow = holdNextLoad(api, server.api);
    const loading = chat.loadChatDetails(chatId);
    await pass(0);
    await sendElsewhere('And?');
    const refreshing = chat.refresh();
    await pass(0);
    slow.resolve();
    await Promise.all([loading, refreshing]);
    expect(said()).toEqual(['Hello', 'Hi', 'And?']);
  });

  it('leaves everything as it is when it fails', async () => {
    const { chat, server, said } = await talk();
    server.isDown = true;
    await chat.refresh();
    expect(said()).toEqual(['Hello', 'Hi']);
    expect(chat.$error.get()).toBeNull();
  });

  it('brings a chat that could not be loaded', async () => {
    const { chat, server, chatId, said } = await talk();
    server.isDown = true;
    chat.startNewChat();
    await chat.loadChatDetails(chatId);
    expect(chat.$details.get().state).toBe('failed');
    server.isDown = false;
    await chat.refresh();
    expect(chat.$details.get()).toEqual({ state: 'ready' });
    expect(said()).toEqual(['Hello', 'Hi']);
  });

  it('finds the running answer that a message was refused for', async () => {
    const { chat, server, api, sendElsewhere, said, onUnsent } = await talk();
    await sendElsewhere('Theirs');
    vi.spyOn(api, 'sendChatMessage').mockImplementationOnce(async function* () {
      await Promise.resolve();
      yield* [];
      throw new ChatApiError('turn_in_progress');
    });
    await chat.sendMessage('Mine');
    await pass(0);
    server.tell('Yes');
    await pass(0);
    expect(said()).toEqual(['Hello', 'Hi', 'Theirs', '']);
    expect(onUnsent).toHaveBeenCalledExactlyOnceWith('Mine', null);
    expect(chat.$streamingText.get()).toBe('Yes');
  });
});
