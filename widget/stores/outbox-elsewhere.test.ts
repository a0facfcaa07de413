import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { ChatApiError } from '../api/chat-api-error.ts';
import { pass } from '../testing/ask.ts';
import { browse, visitor, writeOffline } from '../testing/browse.ts';
import { id } from '../testing/scripted-chat-api.ts';
import { user } from '../testing/set-up-stores.ts';
import { forgetWritten } from './drafts.ts';
import { loadFollower } from './load-follower.ts';

beforeAll(async () => {
  await loadFollower();
});
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

type Around = Awaited<ReturnType<typeof writeOffline>>;

/** The connection is back. What is asked first gets its answers in this order, as each is asked. */
async function goOnline({ server, before, answer }: Around, ...answers: string[]): Promise<void> {
  server.isDown = false;
  await before.wake();
  for (const text of answers) {
    await pass(20_000);
    await answer(text);
  }
  await pass(60_000);
}

/** What the server has of a chat. */
async function stored({ server }: Around, chatId: string) {
  const { messages } = await server.api.getChatMessages(chatId);
  return messages.map(({ content }) => content);
}

describe('what waits in a chat that is left', () => {
  it('goes on waiting there, and goes out in order, once each, while another is on show', async () => {
    const around = await writeOffline(visitor, 'One', 'Two');
    const { before, chatId, kept, asked } = around;
    before.chat.startNewChat();
    expect(before.onUnsent).not.toHaveBeenCalled();
    expect([before.said(), before.chat.$queuedIds.get().size]).toEqual([[], 0]);
    expect(kept()).toEqual(['One', 'Two']);
    await goOnline(around, '1', '2');
    expect(await stored(around, chatId)).toEqual(['Hello', 'Hi', 'One', '1', 'Two', '2']);
    expect(asked()).toEqual([['One', chatId], ['Two', chatId]]); // prettier-ignore
    expect([kept(), before.said(), before.chat.$chatId.get()]).toEqual([[], [], null]);
    await before.chat.loadChatDetails(chatId);
    expect(before.said().map(([text]) => text)).toEqual(['Hello', 'Hi', 'One', '1', 'Two', '2']);
  });

  it('stays apart from what waits in the next chat, also when neither was ever heard of', async () => {
    const around = await writeOffline(visitor);
    const { before, kept, asked, server, answer } = around;
    for (const text of ['One', 'Two']) {
      before.chat.startNewChat();
      await before.chat.sendMessage(text);
    }
    expect(before.said()).toEqual([['Two', 'failed']]);
    expect(kept()).toEqual(['One', 'Two']);
    server.requests.length = 0;
    server.isDown = false;
    await before.wake();
    await answer('2');
    await pass(20_000);
    await answer('1');
    const [[, second], [, first]] = [asked()[0] ?? [], asked()[1] ?? []];
    expect(asked().map(([text]) => text)).toEqual(['Two', 'One']);
    expect(first).not.toBe(second);
    expect(await stored(around, String(first))).toEqual(['One', '1']);
    expect(before.said()).toEqual([['Two', 'complete'], ['2', 'complete']]); // prettier-ignore
    expect(kept()).toEqual([]);
  });

  it('is there again when its chat is opened before it went out, and goes out from there', async () => {
    const around = await writeOffline(visitor, 'One');
    const { before, chatId, asked } = around;
    before.chat.startNewChat();
    await pass(5_000);
    await before.chat.loadChatDetails(chatId);
    expect(before.said()).toEqual([['One', 'failed']]);
    expect(before.chat.$queuedIds.get().size).toBe(1);
    await goOnline(around, '1');
    expect(before.said().map(([text]) => text)).toEqual(['Hello', 'Hi', 'One', '1']);
    expect(asked()).toEqual([['One', chatId]]);
  });

  it('does not replace what this element was in', async () => {
    const around = await writeOffline(visitor, 'One');
    const { before, storage, chatId } = around;
    before.chat.startNewChat();
    storage.setItem('chat:0', id(77));
    await goOnline(around, '1');
    expect(await stored(around, chatId)).toContain('One');
    expect(storage.getItem('chat:0')).toBe(id(77));
  });

  it('waits for its person when it is refused, and holds up no other chat', async () => {
    const around = await writeOffline(visitor, 'Bad', 'After');
    const { before, chatId, kept, asked, server } = around;
    before.chat.startNewChat();
    await before.chat.sendMessage('Other');
    before.chat.startNewChat();
    server.requests.length = 0;
    server.refusal = new ChatApiError('content_filtered');
    await goOnline(around);
    await around.answer('Fine');
    await pass(300_000);
    expect(asked().map(([text]) => text)).toEqual(['Bad', 'Other']);
    expect(kept()).toEqual(['Bad', 'After']);
    expect(before.onUnsent).not.toHaveBeenCalled();
    server.refusal = new ChatApiError('content_filtered');
    await before.chat.loadChatDetails(chatId);
    await pass(0);
    expect(before.chat.$answer.get()).toMatchObject({ state: 'failed', canTakeBack: true });
    expect(before.said().map(([text]) => text)).toEqual(['Hello', 'Hi', 'Bad', 'After']);
  });

  it('waits for its person also when it was refused while they were there', async () => {
    const around = await writeOffline(visitor, 'Bad', 'After');
    const { before, kept, asked, server } = around;
    server.refusal = new ChatApiError('content_filtered');
    server.isDown = false;
    await before.wake();
    await pass(20_000);
    before.chat.startNewChat();
    await pass(300_000);
    expect(asked().map(([text]) => text)).toEqual(['Bad']);
    expect(kept()).toEqual(['Bad', 'After']);
  });

  it('is left alone once another person has come', async () => {
    const around = await writeOffline(user, 'One');
    const { before, asked, kept } = around;
    before.chat.startNewChat();
    await pass(5_000);
    before.$session.set(visitor);
    await goOnline(around);
    expect(asked()).toEqual([]);
    expect(kept(id(1))).toEqual(['One']);
  });

  it('is cut before its token can be another’s, when that person comes while it is sent', async () => {
    const { server, visit, kept } = browse(user);
    const send = server.api.sendChatMessage;
    const signals: (AbortSignal | undefined)[] = [];
    server.api.sendChatMessage = (request, options) => {
      // As a client does that looks whose token it is to send.
      if (!server.isDown) page.$session.set(visitor);
      signals.push(options.signal);
      return send(request, options);
    };
    server.isDown = true;
    const page = await visit();
    await page.chat.sendMessage('One');
    page.chat.startNewChat();
    signals.length = server.requests.length = 0;
    server.isDown = false;
    await page.wake();
    await pass(60_000);
    expect(signals.map((signal) => signal?.aborted)).toEqual([true]);
    expect(kept(id(1))).toEqual(['One']);
  });

  it('is given back when it could not be written down', async () => {
    const around = await writeOffline({ state: 'unknown' }, 'One');
    around.before.chat.startNewChat();
    expect(around.before.onUnsent).toHaveBeenCalledExactlyOnceWith('One', null);
    await goOnline(around);
    expect(around.asked()).toEqual([]);
  });

  it('goes out also after a reload into another chat', async () => {
    const around = await writeOffline(visitor, 'One');
    const { before, chatId, visit, server, answer } = around;
    before.close();
    const after = await visit(id(70));
    server.isDown = false;
    await after.wake();
    await pass(60_000);
    await answer('1');
    await pass(60_000);
    expect(await stored(around, chatId)).toEqual(['Hello', 'Hi', 'One', '1']);
    expect(after.chat.$chatId.get()).toBe(id(70));
  });

  it('never goes out into a chat that is deleted', async () => {
    const around = await writeOffline(user, 'One');
    const { before, chatId, kept, asked } = around;
    before.chat.startNewChat();
    forgetWritten(around.storage, chatId, id(1));
    await goOnline(around);
    expect([kept(id(1)), asked()]).toEqual([[], []]);
  });
});
