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

describe('an answer whose connection breaks', () => {
  it('goes on after the last event that was seen', async () => {
    const { server, chat, sending, texts, ended } = await ask();
    server.tell('One ', 'two ');
    await pass(0);
    server.cut();
    server.tell('three');
    await pass(300);
    expect(chat.$answer.get().state).toBe('streaming');
    expect(chat.$streamingText.get()).toBe('One two three');
    expect(ended).not.toHaveBeenCalled();
    server.finish();
    await pass(0);
    await sending;
    expect(texts()[1]).toEqual(['assistant', 'One two three', 'complete']);
    expect(server.calls).toEqual([['send'], ['resume', '3-00000001']]);
  });

  it('shows nothing twice when all of it is told again, and grows when there is more', async () => {
    const { server, chat, seen } = await ask();
    server.replaysAll = true;
    server.tell('One ', 'two ');
    await pass(0);
    server.cut();
    server.tell('three');
    await pass(300);
    expect(chat.$streamingText.get()).toBe('One two three');
    expect(seen).toEqual(['One ', 'One two ', 'One two three']);
  });

  it('sends the message again under its id when it broke before its start', async () => {
    const { server, chat, texts, sending, api } = await ask();
    const requests: unknown[] = [];
    const real = server.api.sendChatMessage;
    let isFirst = true;
    vi.spyOn(api, 'sendChatMessage').mockImplementation((request, options) => {
      requests.push(request);
      if (!isFirst) return real(request, options);
      isFirst = false;
      return (async function* () {
        await Promise.resolve();
        yield* [];
        throw new ChatApiError('interrupted');
      })();
    });
    server.finish();
    await pass(0);
    await sending;
    const again = chat.sendMessage('Again');
    await pass(300);
    server.tell('Yes');
    server.finish();
    await pass(0);
    await again;
    expect(requests).toHaveLength(2);
    expect(requests[1]).toEqual(requests[0]);
    expect(texts().at(-1)).toEqual(['assistant', 'Yes', 'complete']);
  });

  it('is what was stored when it has ended meanwhile', async () => {
    const { server, chat, sending, texts } = await ask();
    server.tell('One ');
    await pass(0);
    server.cut();
    server.tell('two');
    server.finish();
    server.forget();
    await pass(300);
    await sending;
    expect(texts()[1]).toEqual(['assistant', 'One two', 'complete']);
    expect(chat.$answer.get()).toEqual({ state: 'idle' });
  });

  it('keeps what was seen of it when less was stored, and can be asked for again', async () => {
    const { server, chat, sending, texts } = await ask();
    server.tell('One ', 'two');
    server.checkpoint('One ');
    await pass(0);
    server.crash();
    await pass(300);
    await sending;
    expect(texts()[1]).toEqual(['assistant', 'One two', 'interrupted']);
    expect(chat.$answer.get()).toMatchObject({ state: 'failed', canRetry: true, canTakeBack: false });
  });

  it('is looked for again while it is said to run and nobody tells it, and what is stored of it is shown', async () => {
    const { server, chat, texts, sending } = await ask();
    server.tell('One ');
    await pass(0);
    server.forget();
    server.cut();
    server.checkpoint('One two ');
    await pass(300);
    expect(chat.$streamingText.get()).toBe('One two ');
    server.tell('two ');
    server.finish();
    await pass(1_000);
    await sending;
    expect(texts()[1]).toEqual(['assistant', 'One two ', 'complete']);
  });

  it('gives way to another answer of its chat', async () => {
    const { server, chat, texts } = await ask();
    server.tell('One');
    await pass(0);
    server.isDown = true;
    server.cut();
    server.finish();
    // Another tab has sent a message meanwhile.
    server.isDown = false;
    const other = server.api.sendChatMessage(
      { message: 'More', providerId: '', chatId: chat.$chatId.get() ?? '', messageId: 'other' },
      {},
    );
    await other[Symbol.asyncIterator]().next();
    server.tell('Tw');
    await pass(500);
    expect(texts().map(([, text]) => text)).toEqual(['Hello', 'One', 'More', '']);
    expect(chat.$streamingText.get()).toBe('Tw');
    expect(chat.$answer.get()).toMatchObject({ state: 'streaming', isJoined: true });
  });

  it('is not looked for when it has told why it failed', async () => {
    const { server, chat, sending } = await ask();
    server.tell('Half');
    await pass(0);
    server.fail(new ChatApiError('service_unavailable'));
    await pass(0);
    await sending;
    expect(chat.$error.get()?.code).toBe('service_unavailable');
    await pass(60_000);
    expect(server.calls).toEqual([['send']]);
  });

  it('is not looked for when a connection that was found again tells why it failed', async () => {
    const { server, chat, sending } = await ask();
    server.tell('Half');
    await pass(0);
    server.cut();
    await pass(300);
    server.fail(new ChatApiError('service_unavailable'));
    await pass(60_000);
    await sending;
    expect(chat.$error.get()?.code).toBe('service_unavailable');
    expect(server.calls).toHaveLength(2);
  });

  it('asks again for an event that was cut off in front of it', async () => {
    const { server, api, chat, presence } = await ask();
    server.tell('One ');
    await pass(0);
    const resumeAnswer = api.resumeAnswer.bind(api);
    vi.spyOn(api, 'resumeAnswer').mockImplementationOnce((chatId, { onEventId, signal, ...rest }) =>
      resumeAnswer(chatId, {
        ...{ ...rest, signal },
        onEventId: (eventId) => {
          onEventId?.(eventId);
          presence.pause();
          presence.resume();
        },
      }),
    );
    server.cut();
    server.tell('two');
    await pass(1_000);
    expect(chat.$streamingText.get()).toBe('One two');
    expect(server.calls.slice(1)).toEqual([['resume', '2-00000001'], ['resume', '2-00000001']]); // prettier-ignore
  });

  it('shows no less of it when it was given up, and is asked for again', async () => {
    const { server, chat, seen, sending, texts } = await ask();
    server.tell('One ', 'two ');
    await pass(0);
    server.isDown = true;
    server.cut();
    await pass(6 * 60_000);
    await sending;
    expect(texts()[1]).toEqual(['assistant', 'One two ', 'interrupted']);
    server.isDown = false;
    seen.length = 0;
    const retrying = chat.retry();
    await pass(0);
    server.tell('three');
    server.finish();
    await pass(0);
    await retrying;
    expect(seen).toEqual(['One two ', 'One two three', '']);
    expect(server.answers).toHaveLength(1);
    expect(texts()[1]).toEqual(['assistant', 'One two three', 'complete']);
  });

  it('fails with what the server refuses', async () => {
    const { server, api, chat, sending } = await ask();
    server.tell('Half');
    await pass(0);
    vi.spyOn(api, 'resumeAnswer').mockRejectedValue(new ChatApiError('not_found'));
    server.cut();
    await pass(300);
    await sending;
    expect(chat.$error.get()?.code).toBe('not_found');
  });

  it('is complete without the news that come after it', async () => {
    const { server, chat, sending } = await ask();
    server.tell('All');
    server.finish();
    server.answers[0]!.isOver = false;
    await pass(0);
    expect(chat.$answer.get()).toEqual({ state: 'idle' });
    server.cut();
    await pass(0);
    await sending;
    expect(chat.$error.get()).toBeNull();
    expect(server.calls).toEqual([['send']]);
  });
});

it('says nothing to anybody twice: one turn is accepted once and ends once', async () => {
  const { server, onTurn, chat } = await ask();
  server.tell('One ');
  await pass(0);
  server.replaysAll = true;
  server.cut();
  await pass(300);
  server.finish();
  await pass(0);
  expect(onTurn.mock.calls).toEqual([[chat.$chatId.get()], [chat.$chatId.get()]]);
});
