import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { ChatApiError } from '../api/chat-api-error.ts';
import { ask, pass } from '../testing/ask.ts';
import { loadFollower } from './load-follower.ts';

beforeAll(async () => {
  // A module is not loaded by the clock of a test.
  await loadFollower();
});
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('looking for a lost answer', () => {
  it('waits longer each time, up to ten seconds, and gives up after five minutes', async () => {
    const { server, chat, sending } = await ask();
    const times: number[] = [];
    server.tell('Half');
    await pass(0);
    server.isDown = true;
    server.cut();
    const begin = Date.now();
    server.calls.push = (...calls) => {
      times.push(Date.now() - begin);
      return calls.length;
    };
    await pass(30_000);
    expect(times).toEqual([250, 750, 1_750, 3_750, 7_750, 15_750, 25_750]);
    await pass(270_000);
    expect(chat.$answer.get().state).toBe('streaming');
    await pass(30_000);
    await sending;
    expect(chat.$error.get()).toMatchObject({ code: 'interrupted', retryable: true });
    expect(chat.$isReconnecting.get()).toBe(false);
  });

  it('believes a browser that is offline for half a minute, and one that is online again at once', async () => {
    const { server, page, chat } = await ask();
    server.tell('Half');
    await pass(0);
    page.online = false;
    server.isDown = true;
    server.cut();
    await pass(29_000);
    expect(server.calls).toEqual([['send']]);
    await pass(2_000);
    expect(server.calls).toHaveLength(2);
    server.isDown = false;
    server.tell(' and half');
    page.wake();
    await pass(0);
    expect(server.calls).toHaveLength(2);
    page.online = true;
    page.wake();
    await pass(0);
    expect(server.calls).toHaveLength(3);
    expect(chat.$streamingText.get()).toBe('Half and half');
  });

  it('says so only after a second, until there is a connection', async () => {
    const { server, chat } = await ask();
    server.tell('One ');
    await pass(0);
    server.isDown = true;
    server.cut();
    await pass(999);
    expect(chat.$isReconnecting.get()).toBe(false);
    await pass(1);
    expect(chat.$isReconnecting.get()).toBe(true);
    server.isDown = false;
    await pass(2_000);
    // It is connected, and has heard nothing yet.
    expect(chat.$isReconnecting.get()).toBe(false);
    server.cut();
    server.isDown = true;
    await pass(1_000);
    expect(chat.$isReconnecting.get()).toBe(true);
  });

  it('gives up also when connections are to be had that close at once', async () => {
    const { server, api, chat, sending } = await ask();
    server.tell('Half');
    await pass(0);
    vi.spyOn(api, 'resumeAnswer').mockImplementation(() =>
      Promise.resolve(
        (async function* () {
          await Promise.resolve();
          yield* [];
          throw new ChatApiError('interrupted');
        })(),
      ),
    );
    server.cut();
    await pass(6 * 60_000);
    await sending;
    expect(chat.$error.get()?.code).toBe('interrupted');
  });

  it('does not say so of a break that nobody notices', async () => {
    const { server, chat } = await ask();
    const said: boolean[] = [];
    chat.$isReconnecting.listen((value) => said.push(value));
    server.tell('One ');
    await pass(0);
    server.cut();
    server.tell('two');
    await pass(5_000);
    expect(said).toEqual([]);
  });

  it('reads on, where it was, when the page wakes and its connection is silent for a second', async () => {
    const { server, page, chat } = await ask();
    server.tell('One ');
    await pass(0);
    page.wake(false);
    await pass(2_000);
    expect(server.calls).toHaveLength(1);
    page.wake();
    await pass(999);
    expect(server.calls).toHaveLength(1);
    await pass(1);
    expect(server.calls.slice(1)).toEqual([['resume', '2-00000001']]);
    server.tell('two');
    await pass(0);
    expect(chat.$streamingText.get()).toBe('One two');
  });

  it('keeps a connection on which anything comes after a wake, be it a heartbeat', async () => {
    const { server, page, chat } = await ask();
    server.tell('One ');
    await pass(0);
    page.wake();
    await pass(500);
    server.beat();
    await pass(10_000);
    page.wake();
    await pass(900);
    page.wake();
    server.tell('two');
    await pass(10_000);
    expect(server.calls).toEqual([['send']]);
    expect(chat.$streamingText.get()).toBe('One two');
  });

  it('says so of a connection that hangs when the element is put back in the middle of it', async () => {
    const { server, api, presence, chat } = await ask();
    server.tell('One ');
    await pass(0);
    server.isDown = true;
    server.cut();
    await pass(2_000);
    presence.pause();
    expect(chat.$isReconnecting.get()).toBe(false);
    await pass(60_000);
    vi.spyOn(api, 'resumeAnswer').mockReturnValue(new Promise(() => undefined));
    presence.resume();
    await pass(999);
    expect(chat.$isReconnecting.get()).toBe(false);
    await pass(1);
    expect(chat.$isReconnecting.get()).toBe(true);
  });

  it('reads nothing while the element is away, and goes on when it is back', async () => {
    const { server, presence, chat, ended, api } = await ask();
    const signals: AbortSignal[] = [];
    const resumeAnswer = api.resumeAnswer.bind(api);
    vi.spyOn(api, 'resumeAnswer').mockImplementation((chatId, options) => {
      if (options.signal) signals.push(options.signal);
      return resumeAnswer(chatId, options);
    });
    server.tell('One ');
    await pass(0);
    server.cut();
    await pass(250);
    presence.pause();
    await pass(0);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
    server.tell('two');
    await pass(10 * 60_000);
    expect(signals).toHaveLength(1);
    expect(chat.$isReconnecting.get()).toBe(false);
    expect(ended).not.toHaveBeenCalled();
    presence.resume();
    await pass(0);
    expect(chat.$streamingText.get()).toBe('One two');
  });
});
