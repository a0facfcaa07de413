import { describe, expect, it } from 'vitest';
import { ChatApiError } from '../api/chat-api-error.ts';
import { id, parts, promptId, providerId, quotaOf } from '../testing/scripted-chat-api.ts';
import { setUpChat, settle } from '../testing/set-up-chat.ts';
import { AnonymousLimitReachedError } from './anonymous-limit-reached-error.ts';

describe('an answer that fails', () => {
  it('keeps a message that did not arrive, offers retry, and retries under the same id', async () => {
    const { api, chat, texts } = setUpChat();
    const sending = chat.sendMessage('Hello');
    (await api.turn(0)).end(new ChatApiError('offline'));
    await sending;
    expect(texts()).toEqual([['user', 'Hello', 'failed']]);
    expect(chat.$answer.get()).toMatchObject({ state: 'failed', canRetry: true, canTakeBack: true });
    expect(chat.$error.get()?.code).toBe('offline');

    const retrying = chat.retry();
    expect(texts()).toEqual([['user', 'Hello', 'complete']]);
    const again = await api.turn(1);
    expect(again.request).toEqual(api.turns[0]?.request);
    again.send(parts.start(id(2)), parts.text('Hi'), parts.finish());
    again.end();
    await retrying;
    expect(texts()[1]).toEqual(['assistant', 'Hi', 'complete']);
    expect(chat.$error.get()).toBeNull();
  });

  it('keeps the half answer until the next one has a word, and then replaces it', async () => {
    const { api, chat, texts } = setUpChat();
    const sending = chat.sendMessage('Hello');
    const turn = await api.turn(0);
    turn.send(parts.start(id(2)), parts.text('Half'), parts.status('interrupted'));
    turn.end(new ChatApiError('provider_failed'));
    await sending;
    const half = [['user', 'Hello', 'complete'], ['assistant', 'Half', 'interrupted']]; // prettier-ignore
    expect(texts()).toEqual(half);
    expect(chat.$answer.get()).toMatchObject({ state: 'failed', canRetry: true, canTakeBack: false });

    void chat.retry();
    const again = await api.turn(1);
    again.send(parts.start(id(3)));
    await settle();
    expect(texts()).toEqual(half);
    again.send(parts.text('Whole'), parts.finish());
    await settle();
    expect(texts()).toEqual([['user', 'Hello', 'complete'], ['assistant', 'Whole', 'complete']]); // prettier-ignore
  });

  it('gives the text of a message that never arrived back, once', async () => {
    const { api, chat, texts } = setUpChat();
    const sending = chat.sendMessage('Hello');
    (await api.turn(0)).end(new ChatApiError('content_filtered'));
    await sending;
    expect(chat.$answer.get()).toMatchObject({ canRetry: false, canTakeBack: true });
    await chat.retry();
    expect(api.turns).toHaveLength(1);
    expect(chat.takeBack()).toBe('Hello');
    expect(chat.takeBack()).toBeNull();
    expect(texts()).toEqual([]);
  });

  it('fails visibly when the models could not be loaded, and works once they can', async () => {
    let isUp = false;
    const { api, chat } = setUpChat({
      getAiProviders: () =>
        isUp
          ? Promise.resolve({ providers: [{ id: providerId, name: 'First', description: null }] })
          : Promise.reject(new ChatApiError('service_unavailable')),
    });
    await chat.sendMessage('Hello');
    expect(chat.$error.get()?.code).toBe('service_unavailable');
    isUp = true;
    void chat.retry();
    expect((await api.turn(0)).request).toMatchObject({ message: 'Hello', providerId });
  });
});

describe('the limit', () => {
  it('throws when the server says so, and gives the whole turn back', async () => {
    const { api, chat, quota } = setUpChat();
    quota.set(quotaOf(1));
    const sending = chat.sendMessage('One more');
    const turn = await api.turn(0);
    turn.end(new ChatApiError('anonymous_limit_reached', { quota: quotaOf(0) }));
    const error = await sending.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(AnonymousLimitReachedError);
    expect(error).toMatchObject({
      quota: quotaOf(0),
      pending: {
        message: 'One more',
        messageId: turn.request.messageId,
        chatId: turn.request.chatId,
        providerId,
        promptId,
      },
    });
    expect(chat.$messages.get()).toEqual([]);
    expect(chat.$answer.get()).toEqual({ state: 'idle' });
    expect(quota.$quota.get()?.remaining).toBe(0);
  });

  it('throws without a request when it is known that nothing is left', async () => {
    const { api, chat, quota } = setUpChat();
    quota.set(quotaOf(0));
    await expect(chat.sendMessage('One more')).rejects.toBeInstanceOf(AnonymousLimitReachedError);
    expect(api.turns).toEqual([]);
    expect(chat.$messages.get()).toEqual([]);
  });

  it('asks the server when the window should have begun anew', async () => {
    const { api, chat, quota } = setUpChat();
    quota.set(quotaOf(0, '2020-01-01T00:00:00.000Z'));
    void chat.sendMessage('One more');
    expect((await api.turn(0)).request).toMatchObject({ message: 'One more' });
  });

  it('is not lifted by a new chat', () => {
    const { chat, quota } = setUpChat();
    quota.set(quotaOf(0));
    chat.startNewChat();
    expect(quota.$quota.get()?.remaining).toBe(0);
  });

  it('keeps a message that the server has when its retry meets the limit', async () => {
    const { api, chat, texts } = setUpChat();
    const sending = chat.sendMessage('Hello');
    const turn = await api.turn(0);
    turn.send(parts.start(id(2)));
    turn.end(new ChatApiError('provider_failed'));
    await sending;
    const retrying = chat.retry();
    (await api.turn(1)).end(new ChatApiError('anonymous_limit_reached'));
    await retrying;
    expect(texts()).toEqual([['user', 'Hello', 'complete']]);
    expect(chat.$error.get()?.code).toBe('anonymous_limit_reached');
  });
});
