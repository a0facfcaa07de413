import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { readEventId } from '../../protocol/event-id.ts';
import { ChatApiError } from '../api/chat-api-error.ts';
import { ask, pass } from '../testing/ask.ts';
import { deferred } from '../testing/deferred.ts';
import { createScriptedChatApi, id, parts } from '../testing/scripted-chat-api.ts';
import { setUpChat } from '../testing/set-up-chat.ts';
import { loadFollower } from './load-follower.ts';

beforeAll(async () => {
  await loadFollower();
});
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('stop', () => {
  it('has the server stop, and keeps what that says it has kept', async () => {
    const { server, chat, texts, sending } = await ask();
    server.tell('Hal');
    await pass(0);
    server.tell('f');
    chat.stop();
    await pass(0);
    await sending;
    expect(server.calls.at(-1)).toEqual(['stop', chat.$chatId.get()]);
    expect(readEventId(server.stopNames ?? '', server.answers[0]?.id ?? '')).not.toBeNull();
    expect(texts()[1]).toEqual(['assistant', 'Half', 'stopped']);
    expect(chat.$answer.get()).toEqual({ state: 'idle' });
    expect(chat.$error.get()).toBeNull();
  });

  it('asks once, however often it is pressed', async () => {
    const { server, chat } = await ask();
    server.heedsStop = false;
    server.tell('Hal');
    await pass(0);
    chat.stop();
    chat.stop();
    await pass(100);
    expect(server.calls.filter(([call]) => call === 'stop')).toHaveLength(1);
  });

  it('ends by itself after two seconds without a word of the server, with what has arrived', async () => {
    const { server, chat, texts, sending } = await ask();
    server.heedsStop = false;
    server.tell('Hal');
    await pass(0);
    chat.stop();
    await pass(1_999);
    expect(chat.$answer.get().state).toBe('streaming');
    server.tell('f');
    await pass(1);
    await sending;
    server.tell(' too late');
    await pass(1_000);
    expect(texts()[1]).toEqual(['assistant', 'Half', 'stopped']);
    expect(chat.$answer.get()).toEqual({ state: 'idle' });
  });

  it('asks again when its request does not get through', async () => {
    const { server, chat, texts, sending } = await ask();
    server.tell('Hal');
    await pass(0);
    server.isDown = true;
    chat.stop();
    await pass(600);
    expect(server.calls.filter(([call]) => call === 'stop')).toHaveLength(2);
    server.isDown = false;
    await pass(1_000);
    await sending;
    expect(texts()[1]).toEqual(['assistant', 'Hal', 'stopped']);
    await pass(60_000);
    expect(server.calls.filter(([call]) => call === 'stop')).toHaveLength(3);
  });

  it('does not ask again for an answer that is not the one', async () => {
    const { server, chat } = await ask();
    server.tell('Hal');
    await pass(0);
    server.isDown = true;
    chat.stop();
    await pass(2_000);
    server.isDown = false;
    server.finish();
    void chat.sendMessage('More');
    await pass(60_000);
    expect(server.answers).toHaveLength(2);
    expect(server.answers[1]?.isOver).toBe(false);
  });

  it('goes on asking when a message is sent in another chat', async () => {
    const { server, chat } = await ask();
    server.tell('Hal');
    await pass(0);
    server.isDown = true;
    chat.stop();
    await pass(100);
    chat.startNewChat();
    void chat.sendMessage('Elsewhere');
    await pass(100);
    server.isDown = false;
    await pass(10_000);
    expect(server.answers[0]?.stored.status).toBe('stopped');
  });

  it('is shown as stopped when its chat is opened again before the server has heard of it', async () => {
    const { server, chat, texts } = await ask();
    server.heedsStop = false;
    server.tell('Half');
    server.checkpoint('Half');
    await pass(0);
    chat.stop();
    await pass(2_000);
    const chatId = chat.$chatId.get() ?? '';
    chat.startNewChat();
    const loading = chat.loadChatDetails(chatId);
    const sending = chat.sendMessage('More');
    await loading;
    expect(chat.$details.get()).toEqual({ state: 'ready' });
    expect(texts().slice(0, 2)).toEqual([['user', 'Hello', 'complete'], ['assistant', 'Half', 'stopped']]); // prettier-ignore
    await pass(0);
    expect(server.calls.at(-1)).toEqual(['send']);
    server.finish();
    await pass(0);
    await sending;
  });

  it('stops an answer before its first word: there is none then, and no failure', async () => {
    const { server, chat, texts, sending } = await ask();
    server.heedsStop = false;
    chat.stop();
    server.finish('interrupted');
    await pass(0);
    await sending;
    expect(texts()).toEqual([['user', 'Hello', 'complete']]);
    expect(chat.$answer.get()).toEqual({ state: 'idle' });
    await chat.refresh();
    expect(chat.$answer.get()).toEqual({ state: 'idle' });
    expect(texts()).toEqual([['user', 'Hello', 'complete']]);
  });

  it('ends where the server has stopped while the connection was away', async () => {
    const { server, chat, texts, sending } = await ask();
    server.tell('Half');
    await pass(0);
    server.cut();
    chat.stop();
    server.forget();
    server.answers[0]!.stored = { content: 'Half an', status: 'stopped' };
    await pass(300);
    await sending;
    expect(texts()[1]).toEqual(['assistant', 'Half an', 'stopped']);
  });

  it('tells the server once more when it finds the stopped answer running, and does not show it again', async () => {
    const { server, chat, texts } = await ask();
    server.tell('Hal');
    await pass(0);
    server.isDown = true;
    chat.stop();
    await pass(60_000);
    server.isDown = false;
    server.tell('f');
    await chat.refresh();
    await pass(0);
    expect(server.answers[0]?.stored.status).toBe('stopped');
    expect(chat.$answer.get()).toEqual({ state: 'idle' });
    await chat.refresh();
    expect(texts()[1]).toEqual(['assistant', 'Half', 'stopped']);
  });
});

describe('stop before the message is known to have arrived', () => {
  it('asks the server until it is: what it has not begun it cannot stop', async () => {
    const { api, chat, texts } = setUpChat();
    const stopAnswer = vi.spyOn(api, 'stopAnswer').mockRejectedValueOnce(new ChatApiError('not_found'));
    const sending = chat.sendMessage('Hello');
    const turn = await api.turn(0);
    chat.stop();
    await pass(500);
    expect(stopAnswer).toHaveBeenCalledTimes(2);
    turn.send(parts.start(id(2), id(9)));
    await pass(500);
    expect(stopAnswer).toHaveBeenCalledTimes(3);
    await pass(900);
    expect(stopAnswer).toHaveBeenCalledTimes(3);
    turn.send(parts.text('Ha'), parts.finish('stopped'));
    turn.end();
    await pass(0);
    await sending;
    expect(texts()[1]).toEqual(['assistant', 'Ha', 'stopped']);
  });

  it('says after two seconds that it is not sent; it can be sent under the same id', async () => {
    const { api, chat, texts } = setUpChat();
    const stopAnswer = vi.spyOn(api, 'stopAnswer');
    const sending = chat.sendMessage('Hello');
    const turn = await api.turn(0);
    chat.stop();
    await pass(2_000);
    turn.send(parts.start(id(2)), parts.text('Too late'));
    await sending;
    expect(turn.signal.aborted).toBe(true);
    expect(texts()).toEqual([['user', 'Hello', 'failed']]);
    expect(chat.$answer.get()).toMatchObject({ state: 'failed', canRetry: true, canTakeBack: true });
    expect(chat.$error.get()?.code).toBe('stopped');
    const asked = stopAnswer.mock.calls.length;
    await pass(60_000);
    // Its begin may have been slow.
    expect(stopAnswer.mock.calls.length).toBeGreaterThan(asked);
    void chat.retry();
    expect((await api.turn(1)).request).toEqual(turn.request);
  });

  it('asks no more when it is sent again', async () => {
    const { api, chat } = setUpChat();
    const stopAnswer = vi.spyOn(api, 'stopAnswer');
    void chat.sendMessage('Hello');
    await api.turn(0);
    chat.stop();
    await pass(2_000);
    void chat.retry();
    const asked = stopAnswer.mock.calls.length;
    await pass(60_000);
    expect(stopAnswer).toHaveBeenCalledTimes(asked);
  });

  it('tells the server also when its chat is left at once', async () => {
    const { api, chat } = setUpChat();
    const stopAnswer = vi.spyOn(api, 'stopAnswer');
    void chat.sendMessage('Hello');
    const { request } = await api.turn(0);
    chat.stop();
    chat.startNewChat();
    await pass(60_000);
    expect(stopAnswer.mock.calls.length).toBeGreaterThan(1);
    expect(new Set(stopAnswer.mock.calls.map(([chatId]) => chatId))).toEqual(new Set([request.chatId]));
  });

  it('stops an answer that had begun without a word of it, and does not show it', async () => {
    const { server, chat, api, texts } = await ask();
    server.tell('Hi');
    server.finish();
    await pass(0);
    const send = vi.spyOn(api, 'sendChatMessage').mockImplementationOnce(async function* () {
      yield* [];
      await new Promise(() => undefined);
    });
    server.heedsStop = false;
    void chat.sendMessage('More');
    await pass(0);
    chat.stop();
    await pass(2_500);
    expect(texts().at(-1)).toEqual(['user', 'More', 'failed']);
    await server.api.sendChatMessage(send.mock.calls[0]![0], {})[Symbol.asyncIterator]().next();
    server.tell('Wo', 'rd');
    server.checkpoint('Word');
    server.heedsStop = true;
    await chat.refresh();
    expect(texts().slice(2)).toEqual([['user', 'More', 'complete'], ['assistant', 'Word', 'stopped']]); // prettier-ignore
    expect(chat.$answer.get()).toEqual({ state: 'idle' });
    await pass(0);
    expect(server.answers[1]?.stored.status).toBe('stopped');
  });

  it('does not send a message at all that has not gone out', async () => {
    const ready = deferred();
    const base = createScriptedChatApi();
    const { api, chat, texts } = setUpChat({
      getAiProviders: async () => {
        await ready.promise;
        return base.getAiProviders();
      },
    });
    const sending = chat.sendMessage('Hello');
    chat.stop();
    ready.resolve();
    await sending;
    expect(api.turns).toEqual([]);
    expect(chat.takeBack()).toBe('Hello');
    expect(texts()).toEqual([]);
  });
});

it('gives up when the server refuses', async () => {
  const { server, api, chat } = await ask();
  const stopAnswer = vi.spyOn(api, 'stopAnswer').mockRejectedValue(new ChatApiError('not_found'));
  server.tell('Hal');
  await pass(0);
  chat.stop();
  await pass(60_000);
  expect(stopAnswer).toHaveBeenCalledOnce();
});
