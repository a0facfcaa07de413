import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { ChatApiError } from '../api/chat-api-error.ts';
import { pass } from '../testing/ask.ts';
import { quotaOf } from '../testing/scripted-chat-api.ts';
import { sendOffline } from '../testing/send-offline.ts';
import { talk } from '../testing/talk.ts';
import { loadFollower } from './load-follower.ts';

beforeAll(async () => {
  await loadFollower();
});
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('messages without a connection', () => {
  it('wait where they stand, and go out by themselves, one after another, once each', async () => {
    const { chat, server, ids, goOnline, answer, texts } = await sendOffline('One', 'Two');
    expect(texts().slice(2)).toEqual([['user', 'One', 'failed'], ['user', 'Two', 'failed']]); // prettier-ignore
    expect([...chat.$queuedIds.get()]).toEqual(ids);
    expect(chat.$answer.get()).toMatchObject({ state: 'failed', userMessageId: ids[0], canRetry: true });
    expect(chat.$error.get()?.code).toBe('offline');
    await goOnline();
    expect(chat.$answer.get()).toMatchObject({ state: 'waiting', userMessageId: ids[0] });
    expect(server.requests.map(({ messageId }) => messageId)).toEqual(ids.slice(0, 1));
    expect([...chat.$queuedIds.get()]).toEqual(ids.slice(1));
    await answer('1');
    await answer('2');
    expect(server.requests.map(({ messageId }) => messageId)).toEqual(ids);
    expect(texts().slice(2)).toEqual([
      ['user', 'One', 'complete'],
      ['assistant', '1', 'complete'],
      ['user', 'Two', 'complete'],
      ['assistant', '2', 'complete'],
    ]);
    expect(chat.$queuedIds.get().size).toBe(0);
    expect(chat.$answer.get()).toEqual({ state: 'idle' });
    const shown = chat.$messages.get();
    await chat.refresh();
    expect(chat.$messages.get().map(({ id, parentId }) => [id, parentId])).toEqual(
      shown.map(({ id, parentId }) => [id, parentId]),
    );
    await pass(120_000);
    expect(server.requests).toHaveLength(2);
  });

  it('are tried again without a sound, longer apart each time, while the server is not reached', async () => {
    const { chat, server, page, goOnline } = await sendOffline('One');
    page.online = true;
    const changes: unknown[] = [];
    chat.$answer.listen(({ state }) => changes.push(state));
    chat.$messages.listen(() => changes.push('messages'));
    page.wake();
    await pass(60_000);
    expect(server.requests.length).toBeGreaterThan(5);
    expect(server.requests.length).toBeLessThan(15);
    expect(changes).toEqual([]);
    await goOnline();
    expect(chat.$answer.get().state).toBe('waiting');
    expect(server.answers).toHaveLength(2);
  });

  it('are not tried while the browser knows better', async () => {
    const { server } = await sendOffline('One');
    await pass(29_000);
    expect(server.requests).toEqual([]);
  });

  it('wait also when it is the server that is not reached, and not when it refuses', async () => {
    const { chat, server } = await talk();
    server.refusal = new ChatApiError('service_unavailable', { status: 0 });
    await chat.sendMessage('One');
    expect(chat.$queuedIds.get().size).toBe(1);
    await pass(1_000);
    server.finish();
    await pass(0);
    expect(chat.$queuedIds.get().size).toBe(0);
    server.refusal = new ChatApiError('service_unavailable');
    await chat.sendMessage('Two');
    expect([chat.$queuedIds.get().size, chat.$error.get()?.code]).toEqual([0, 'service_unavailable']);
    await pass(120_000);
    expect(server.requests).toHaveLength(4);
  });

  it('go out now when somebody tries again, or says more', async () => {
    const { chat, server, ids, answer } = await sendOffline('One');
    server.isDown = false;
    const retrying = chat.retry();
    await pass(0);
    expect(server.requests.map(({ messageId }) => messageId)).toEqual(ids);
    await answer('1');
    await retrying;
    server.isDown = true;
    await chat.sendMessage('Two');
    server.isDown = false;
    await chat.sendMessage('Three');
    await pass(0);
    await answer('2');
    await answer('3');
    expect(server.requests.map((it) => 'message' in it && it.message)).toEqual([
      'One',
      'Two',
      'Two',
      'Three',
    ]);
    expect(chat.$queuedIds.get().size).toBe(0);
  });

  it('take what is said meanwhile behind them, even while one of them is answered', async () => {
    const { chat, server, goOnline, answer, said } = await sendOffline('One', 'Two');
    await goOnline();
    server.tell('1');
    await pass(0);
    await chat.sendMessage('Three');
    expect(said().slice(2)).toEqual(['One', '', 'Two', 'Three']);
    await answer('');
    await answer('2');
    await answer('3');
    expect(said().slice(2)).toEqual(['One', '1', 'Two', '2', 'Three', '3']);
  });

  it('stay where they are behind an answer that fails, until it is tried again', async () => {
    const { chat, server, ids, goOnline, answer } = await sendOffline('One', 'Two');
    await goOnline();
    server.fail(new ChatApiError('provider_failed'));
    await pass(120_000);
    expect(chat.$answer.get()).toMatchObject({ state: 'failed', userMessageId: ids[0], canTakeBack: false });
    expect([...chat.$queuedIds.get()]).toEqual(ids.slice(1));
    expect(server.requests).toHaveLength(1);
    void chat.retry();
    await pass(0);
    await answer('1');
    await answer('2');
    expect(server.requests.map(({ messageId }) => messageId)).toEqual([ids[0], ids[0], ids[1]]);
  });

  it('stay behind one that is refused, which can be taken back', async () => {
    const { chat, server, ids, goOnline, answer, said } = await sendOffline('One', 'Two');
    server.refusal = new ChatApiError('content_filtered');
    await goOnline();
    expect(chat.$answer.get()).toMatchObject({ state: 'failed', userMessageId: ids[0], canRetry: false });
    expect([...chat.$queuedIds.get()]).toEqual(ids.slice(1));
    expect(chat.takeBack()).toBe('Two');
    expect(chat.takeBack()).toBe('One');
    expect(chat.takeBack()).toBeNull();
    expect(said()).toEqual(['Hello', 'Hi']);
    await pass(120_000);
    expect(server.requests).toHaveLength(1);
    void chat.sendMessage('Three');
    await pass(0);
    await answer('3');
    expect(said()).toEqual(['Hello', 'Hi', 'Three', '3']);
  });

  it('are given back one by one, the newest first, and those do not go out', async () => {
    const { chat, server, goOnline, answer, said } = await sendOffline('One', 'Two');
    expect(chat.takeBack()).toBe('Two');
    expect(said()).toEqual(['Hello', 'Hi', 'One']);
    expect(chat.$answer.get().state).toBe('failed');
    await goOnline();
    await answer('1');
    expect(server.requests).toHaveLength(1);
    expect(said()).toEqual(['Hello', 'Hi', 'One', '1']);
    expect(chat.takeBack()).toBeNull();
  });

  it('stay at the limit with a word about it, and lose nothing', async () => {
    const { chat, server, quota, ids, goOnline, texts } = await sendOffline('One', 'Two');
    server.refusal = new ChatApiError('anonymous_limit_reached', { quota: quotaOf(0) });
    await goOnline();
    await pass(120_000);
    expect(chat.$error.get()?.code).toBe('anonymous_limit_reached');
    expect(texts().slice(2)).toEqual([['user', 'One', 'failed'], ['user', 'Two', 'failed']]); // prettier-ignore
    expect(server.requests).toHaveLength(1);
    expect(chat.$answer.get()).toMatchObject({ userMessageId: ids[0], canRetry: true, canTakeBack: true });
    server.refusal = new ChatApiError('anonymous_limit_reached', { quota: quotaOf(0) });
    const retrying = chat.retry();
    retrying.catch(() => undefined);
    await pass(0);
    await expect(retrying).rejects.toMatchObject({ pending: { message: 'One', messageId: ids[0] } });
    await pass(120_000);
    expect(chat.$answer.get()).toMatchObject({ state: 'failed', userMessageId: ids[1] });
    expect(server.requests).toHaveLength(2);
    quota.set(quotaOf(1));
  });

  it('are given back when their chat is left, and do not go out', async () => {
    const { chat, server, goOnline, onUnsent } = await sendOffline('One', 'Two');
    chat.startNewChat();
    expect(onUnsent).toHaveBeenCalledExactlyOnceWith('One\nTwo', null);
    await goOnline();
    await pass(120_000);
    expect(server.requests).toEqual([]);
    expect([chat.$queuedIds.get().size, chat.$messages.get()]).toEqual([0, []]);
  });

  it('refuse one more when twenty wait: it goes back to where it was written', async () => {
    const { chat } = await sendOffline(...Array.from({ length: 20 }, (_, index) => `No. ${String(index)}`));
    expect(chat.$queuedIds.get().size).toBe(20);
    await expect(chat.sendMessage('One more')).rejects.toMatchObject({ code: 'offline' });
    expect(chat.$messages.get().some(({ content }) => content === 'One more')).toBe(false);
  });

  it('come before what else is asked for', async () => {
    const { chat, said } = await sendOffline('One');
    const [question = '', answer = ''] = chat.$messages.get().map(({ id }) => id);
    await expect(chat.editMessage(question, 'Other')).rejects.toMatchObject({ code: 'offline' });
    await expect(chat.regenerate(answer)).rejects.toMatchObject({ code: 'offline' });
    expect(said()).toEqual(['Hello', 'Hi', 'One']);
  });
});
