import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { ChatApiError } from '../api/chat-api-error.ts';
import { pass } from '../testing/ask.ts';
import { silence, visitor, writeOffline } from '../testing/browse.ts';
import { id } from '../testing/scripted-chat-api.ts';
import { user } from '../testing/set-up-stores.ts';
import { loadFollower } from './load-follower.ts';

beforeAll(async () => {
  await loadFollower();
});
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A chat with one answer in it, in which these were refused. */
async function refuse(...texts: string[]) {
  const around = await writeOffline(visitor);
  const { server, before } = around;
  server.isDown = false;
  await before.wake();
  const send = async (text: string) => {
    server.refusal = new ChatApiError('provider_overloaded');
    await before.chat.sendMessage(text);
  };
  for (const text of texts) await send(text);
  server.requests.length = 0;
  const shown = () => before.said().map(([text]) => text);
  return { ...around, send, shown };
}

describe('a message that was refused', () => {
  it('stays in its chat when that is left, and waits there for its person', async () => {
    const { before, chatId, asked, kept, shown, server, answer } = await refuse('Bad');
    before.chat.startNewChat();
    server.calls.length = 0;
    await pass(120_000);
    expect([before.onUnsent.mock.calls, server.calls, kept()]).toEqual([[], [], ['Bad']]);
    await before.chat.loadChatDetails(chatId);
    await pass(120_000);
    expect([shown(), asked()]).toEqual([['Hello', 'Hi', 'Bad'], []]);
    expect(before.chat.$error.get()?.code).toBe('provider_overloaded');
    void before.chat.retry();
    await pass(0);
    await answer('Good');
    expect([shown(), kept()]).toEqual([['Hello', 'Hi', 'Bad', 'Good'], []]);
    expect(server.requests).toHaveLength(1);
  });

  it('brings nobody back to its chat who has gone on in another one', async () => {
    const { before, chatId, visit, answer, server } = await refuse('Bad');
    before.chat.startNewChat();
    void before.chat.sendMessage('Elsewhere');
    await pass(0);
    await answer('Fine');
    expect(await before.chat.findUnsentChats()).toEqual([]);
    expect(await before.chat.findUnsentChats(chatId)).toEqual([chatId]);
    before.close();
    server.calls.length = 0;
    const after = await visit();
    expect(after.said().map(([text]) => text)).toEqual(['Elsewhere', 'Fine']);
    await pass(120_000);
    expect(server.calls).not.toContainEqual(['load', chatId]);
  });

  it('goes back to where it was written when nobody else ever heard of its chat', async () => {
    const { before, send, kept } = await refuse();
    before.chat.startNewChat();
    await send('First');
    expect(kept()).toEqual(['First']);
    before.chat.startNewChat();
    expect(before.onUnsent).toHaveBeenCalledExactlyOnceWith('First', null);
    expect(kept()).toEqual([]);
  });

  it('is forgotten when it is taken back, and the one before can be', async () => {
    const { before, kept, shown } = await refuse('One', 'Two');
    expect(kept()).toEqual(['One', 'Two']);
    expect([before.chat.takeBack(), kept()]).toEqual(['Two', ['One']]);
    expect(before.chat.$answer.get()).toMatchObject({ state: 'failed', canRetry: true, canTakeBack: true });
    expect([before.chat.takeBack(), kept(), shown()]).toEqual(['One', [], ['Hello', 'Hi']]);
    expect(before.chat.takeBack()).toBeNull();
  });

  it('can be tried again after what was sent in spite of it', async () => {
    const { before, shown, answer } = await refuse('Bad');
    void before.chat.sendMessage('More');
    await pass(0);
    await answer('Yes');
    await before.chat.refresh();
    expect(shown()).toEqual(['Hello', 'Hi', 'More', 'Yes', 'Bad']);
    expect(before.chat.$answer.get()).toMatchObject({ state: 'failed', canTakeBack: true });
    void before.chat.retry();
    await pass(0);
    await answer('Good');
    expect(shown()).toEqual(['Hello', 'Hi', 'More', 'Yes', 'Bad', 'Good']);
  });

  it('is given back and forgotten when another branch is shown', async () => {
    const { before, kept, answer, send } = await refuse();
    const [first = ''] = before.chat.$messages.get().map((message) => message.id);
    void before.chat.editMessage(first, 'Goodbye');
    await pass(0);
    await answer('Bye');
    await send('Bad');
    before.chat.showBranch(first);
    expect(before.onUnsent).toHaveBeenCalledExactlyOnceWith('Bad', null);
    expect(kept()).toEqual([]);
  });

  it('is its person’s alone', async () => {
    const { before, kept, visit } = await refuse('Bad');
    before.close();
    const other = await visit();
    other.$session.set(user);
    expect(other.onUnsent).toHaveBeenCalledExactlyOnceWith('Bad', expect.objectContaining({ code: 'session_changed' })); // prettier-ignore
    expect([kept(), kept(id(1))]).toEqual([[], []]);
  });
});

it('is seen after a reload when it was refused unseen, in a chat that nobody could open', async () => {
  const { before, server, visit, answer, kept } = await writeOffline(visitor);
  before.chat.startNewChat();
  await before.chat.sendMessage('Unseen');
  before.chat.startNewChat();
  await before.chat.sendMessage('Seen');
  server.isDown = false;
  await before.wake();
  await answer('Yes');
  server.refusal = new ChatApiError('content_filtered');
  await pass(60_000);
  expect([server.refusal, kept()]).toEqual([null, ['Unseen']]);
  before.close();
  server.refusal = new ChatApiError('content_filtered');
  const after = await visit();
  expect(after.said()).toEqual([['Unseen', 'failed']]);
  expect(after.chat.$error.get()?.code).toBe('content_filtered');
});

describe('what waits behind one that was refused', () => {
  it('waits on after a reload', async () => {
    const { before, server, visit, asked, kept } = await writeOffline(visitor, 'Bad', 'After');
    server.refusal = new ChatApiError('content_filtered');
    server.isDown = false;
    await before.wake();
    before.close();
    const after = await visit();
    await pass(120_000);
    expect(asked().map(([text]) => text)).toEqual(['Bad']);
    expect(after.chat.$error.get()?.code).toBe('content_filtered');
    expect(kept()).toEqual(['Bad', 'After']);
  });

  it('does not wait when it was sent in spite of it', async () => {
    const { before, server, visit, answer, kept } = await refuse('Bad');
    await pass(1_000);
    server.isDown = true;
    await before.chat.sendMessage('All the same');
    before.close();
    server.isDown = false;
    const after = await visit();
    await answer('Yes');
    expect(after.said().map(([text]) => text)).toEqual(['Hello', 'Hi', 'Bad', 'All the same', 'Yes']);
    expect(kept()).toEqual(['Bad']);
  });
});

describe('a message that is on its way when its chat is left', () => {
  it('stays there, and goes out once if it had not arrived', async () => {
    const { before: first, visit, chatId, server, answer, kept, asked } = await refuse();
    const { sendChatMessage } = server.api;
    const network = { isSlow: true };
    server.api.sendChatMessage = (...args) => (network.isSlow ? silence() : sendChatMessage(...args));
    const before = await visit(chatId);
    first.close();
    void before.chat.sendMessage('More');
    await pass(0);
    before.chat.startNewChat();
    network.isSlow = false;
    expect([before.onUnsent.mock.calls, kept()]).toEqual([[], ['More']]);
    await pass(60_000);
    await answer('Yes');
    expect([asked(), kept()]).toEqual([[['More', chatId]], []]);
    await before.chat.loadChatDetails(chatId);
    expect(before.said().map(([text]) => text)).toEqual(['Hello', 'Hi', 'More', 'Yes']);
  });

  it('is given back and forgotten when its chat is not known to be one', async () => {
    const { before: first, visit, server, kept } = await refuse();
    server.api.sendChatMessage = silence;
    const before = await visit();
    first.close();
    before.chat.startNewChat();
    void before.chat.sendMessage('First');
    await pass(0);
    expect(kept()).toEqual(['First']);
    before.chat.startNewChat();
    expect(before.onUnsent).toHaveBeenCalledExactlyOnceWith('First', null);
    expect(kept()).toEqual([]);
  });
});
