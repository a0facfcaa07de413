import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { ChatApiError } from '../api/chat-api-error.ts';
import { pass } from '../testing/ask.ts';
import { otherProviderId, providerId, quotaOf } from '../testing/scripted-chat-api.ts';
import { talk } from '../testing/talk.ts';
import { AnonymousLimitReachedError } from './anonymous-limit-reached-error.ts';
import { loadFollower } from './load-follower.ts';

beforeAll(async () => {
  await loadFollower();
});
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A chat whose one answer is asked for again. */
async function askAgain(options?: { providerId?: string | null }) {
  const around = await talk();
  const { chat } = around;
  const [question = '', former = ''] = chat.$messages.get().map(({ id }) => id);
  const asking = chat.regenerate(former, options);
  asking.catch(() => undefined);
  await pass(0);
  return { ...around, question, former, asking };
}

describe('another answer', () => {
  it('is asked for under an id of its own, and takes the place of the one before with its first word', async () => {
    const { chat, server, question, former, asking, said } = await askAgain();
    const chatId = chat.$chatId.get();
    expect(server.requests[1]).toMatchObject({ regenerate: true, chatId, parentId: question, providerId });
    expect(server.requests[1]).not.toHaveProperty('message');
    expect([question, former]).not.toContain(server.requests[1]?.messageId);
    expect(said()).toEqual(['Hello', 'Hi']);
    expect(chat.$answer.get()).toMatchObject({ state: 'waiting', userMessageId: question });
    server.tell('Hey');
    await pass(0);
    expect(said()).toEqual(['Hello', '']);
    expect(chat.$streamingText.get()).toBe('Hey');
    server.finish();
    await pass(0);
    await asking;
    const next = server.requests[1]?.messageId ?? '';
    expect(chat.$siblings.get()).toEqual(new Map([[next, [former, next]]]));
    chat.showBranch(former);
    expect(said()).toEqual(['Hello', 'Hi']);
    await chat.refresh();
    expect(said()).toEqual(['Hello', 'Hi']);
  });

  it('goes to another model, this once, also when it is tried again', async () => {
    const { chat, server, asking } = await askAgain({ providerId: otherProviderId });
    expect(server.requests[1]).toMatchObject({ providerId: otherProviderId });
    server.fail(new ChatApiError('provider_overloaded'));
    await pass(0);
    await asking;
    void chat.retry();
    await pass(0);
    expect(server.requests[2]).toEqual(server.requests[1]);
    server.finish();
    await pass(0);
    void chat.sendMessage('More');
    await pass(0);
    expect(server.requests[3]?.providerId).not.toBe(otherProviderId);
  });

  it('leaves the one before where it is when it fails before its first word, and is tried again under its id', async () => {
    const { chat, server, asking, said, question } = await askAgain();
    server.fail(new ChatApiError('provider_overloaded'));
    await pass(0);
    await asking;
    expect(said()).toEqual(['Hello', 'Hi']);
    expect(chat.$answer.get()).toMatchObject({
      state: 'failed',
      userMessageId: question,
      canTakeBack: false,
    });
    await chat.refresh();
    expect(said()).toEqual(['Hello', 'Hi']);
    expect(chat.$error.get()?.code).toBe('provider_overloaded');
    expect(chat.$siblings.get().size).toBe(0);
    const retrying = chat.retry();
    await pass(0);
    expect(server.requests[2]).toEqual(server.requests[1]);
    server.tell('Hey');
    server.finish();
    await pass(0);
    await retrying;
    expect(said()).toEqual(['Hello', 'Hey']);
  });

  it('is not lost when its first try never got through, nor asked for twice when it did', async () => {
    const { chat, server, asking, said } = await askAgain();
    server.cut();
    server.isDown = true;
    await pass(1_000);
    server.isDown = false;
    server.tell('Hey');
    server.finish();
    await pass(5_000);
    await asking;
    expect(said()).toEqual(['Hello', 'Hey']);
    expect(server.answers).toHaveLength(2);
    server.isDown = true;
    await chat.regenerate(chat.$messages.get()[1]?.id ?? '');
    expect(chat.$error.get()?.code).toBe('offline');
    expect(chat.$queuedIds.get().size).toBe(0);
    expect(said()).toEqual(['Hello', 'Hey']);
  });

  it('stays where it was when it is stopped before its first word', async () => {
    const { chat, server, asking, said } = await askAgain();
    chat.stop();
    await pass(0);
    await asking;
    expect(server.answers[1]?.stored.status).toBe('stopped');
    expect(said()).toEqual(['Hello', 'Hi']);
    expect(chat.$answer.get()).toEqual({ state: 'idle' });
    await chat.refresh();
    expect(said()).toEqual(['Hello', 'Hi']);
    expect(chat.$siblings.get().size).toBe(0);
  });

  it('keeps what was told of it when it is stopped, beside the one before', async () => {
    const { chat, server, asking, texts } = await askAgain();
    server.tell('He');
    await pass(0);
    chat.stop();
    await pass(0);
    await asking;
    expect(texts()[1]).toEqual(['assistant', 'He', 'stopped']);
    expect([...chat.$siblings.get().values()]).toHaveLength(1);
  });

  it('throws at the limit with nothing to give back, and changes nothing', async () => {
    const { chat, server, quota, said } = await talk();
    const former = chat.$messages.get()[1]?.id ?? '';
    server.refusal = new ChatApiError('anonymous_limit_reached', { quota: quotaOf(0) });
    const refused = chat.regenerate(former);
    refused.catch(() => undefined);
    await pass(0);
    await expect(refused).rejects.toMatchObject({
      code: 'anonymous_limit_reached',
      pending: { message: '' },
    });
    expect(said()).toEqual(['Hello', 'Hi']);
    expect(chat.$answer.get()).toEqual({ state: 'idle' });
    quota.set(quotaOf(0));
    await expect(chat.regenerate(former)).rejects.toBeInstanceOf(AnonymousLimitReachedError);
    expect(server.requests).toHaveLength(2);
  });

  it('can be of an older question: what came after it is a branch away', async () => {
    const { chat, server, said } = await talk();
    const former = chat.$messages.get()[1]?.id ?? '';
    const more = chat.sendMessage('More');
    await pass(0);
    server.tell('Well');
    server.finish();
    await pass(0);
    await more;
    const asking = chat.regenerate(former);
    await pass(0);
    server.tell('Hey');
    server.finish();
    await pass(0);
    await asking;
    expect(said()).toEqual(['Hello', 'Hey']);
    chat.showBranch(former);
    expect(said()).toEqual(['Hello', 'Hi', 'More', 'Well']);
  });

  it('is found where it is by whoever opens the chat in the middle of it', async () => {
    const { chat, server, chatId, said } = await askAgain();
    chat.startNewChat();
    await chat.loadChatDetails(chatId);
    expect(said()).toEqual(['Hello', 'Hi']);
    expect(chat.$answer.get()).toMatchObject({ state: 'waiting', isJoined: true });
    await pass(0);
    server.tell('Hey');
    server.finish();
    await pass(0);
    expect(said()).toEqual(['Hello', 'Hey']);
    expect([...chat.$siblings.get().values()].map(({ length }) => length)).toEqual([2]);
  });

  it('that broke off in words is asked for again as what it is, after a reload too', async () => {
    const { chat, server, chatId, said } = await askAgain();
    server.tell('He');
    server.fail(new ChatApiError('provider_failed'));
    await pass(0);
    chat.startNewChat();
    await chat.loadChatDetails(chatId);
    expect(said()).toEqual(['Hello', 'He']);
    expect(chat.$answer.get()).toMatchObject({ state: 'failed', canRetry: true });
    void chat.retry();
    await pass(0);
    expect(server.requests[2]).toMatchObject({ regenerate: true, messageId: server.answers[1]?.id });
    server.tell('Hey');
    server.finish();
    await pass(0);
    expect(said()).toEqual(['Hello', 'Hey']);
  });

  it('is refused for what is no answer on the screen', async () => {
    const { chat, server } = await talk();
    const [question = ''] = chat.$messages.get().map(({ id }) => id);
    await expect(chat.regenerate(question)).rejects.toMatchObject({ code: 'invalid_request' });
    await expect(chat.regenerate('unknown')).rejects.toMatchObject({ code: 'invalid_request' });
    expect(server.requests).toHaveLength(1);
  });
});
