import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { ChatApiError } from '../api/chat-api-error.ts';
import { pass } from '../testing/ask.ts';
import { beginChat } from '../testing/browse.ts';
import { createMemoryStorage } from '../testing/memory-storage.ts';
import { createScriptedManagement } from '../testing/scripted-management.ts';
import { id, quotaOf } from '../testing/scripted-chat-api.ts';
import { user } from '../testing/set-up-stores.ts';
import { AnonymousLimitReachedError } from './anonymous-limit-reached-error.ts';
import { followClaims } from './claim-chats.ts';
import { loadFollower } from './load-follower.ts';
import { createOutboxStorage } from './outbox-storage.ts';
import { createPendingMessages } from './pending-message.ts';
import type { Place } from './resume-chat.ts';

beforeAll(async () => {
  await loadFollower();
});
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const first: Place = { key: '0', others: [], isFirst: true };

/** A visitor with one answer who met the limit with "More", and every page of theirs. */
async function meetLimit() {
  const { page, ...around } = await beginChat();
  const { server, storage, visit, chatId } = around;
  const management = createScriptedManagement();
  management.unclaimed = [chatId];
  storage.setItem('visitor', 'token');
  const browser = createMemoryStorage();
  const open = (shown: typeof page, place = first) => {
    const pending = createPendingMessages([createMemoryStorage(), browser], 'https://chat.example');
    const onSend = vi.fn();
    const stores = { ...shown, resumeLatestChat: vi.fn(() => Promise.resolve()) };
    const outbox = createOutboxStorage(storage, () => null);
    const end = followClaims({
      ...{ api: management.api(), stores, storage, pending, outbox, onSend },
      getPlace: () => place,
      random: () => 0,
    });
    return { ...shown, pending, onSend, resume: stores.resumeLatestChat, end };
  };
  server.refusal = new ChatApiError('anonymous_limit_reached', { quota: quotaOf(0) });
  const refused = await page.chat.sendMessage('More').catch((error: unknown) => error);
  if (!(refused instanceof AnonymousLimitReachedError)) throw new Error('There is no limit.');
  const shown = open(page);
  shown.pending.keep(refused.pending, 'https://shop.example/');
  server.requests.length = 0;
  const openPage = async (place?: Place) => {
    const next = await visit();
    return open(next, place);
  };
  const sent = () => server.requests.map((request) => [request.messageId, request.chatId]);
  const { messageId } = refused.pending;
  return { ...around, page: shown, management, openPage, sent, messageId };
}

/** The same visitor, who has signed in, and whose chats are still being claimed. */
async function signInSlowly() {
  const around = await meetLimit();
  around.management.isHolding = true;
  around.page.$session.set(user);
  await pass();
  return around;
}

const texts = ({ said }: { said: () => unknown[][] }) => said().map(([text]) => text);

describe('a visitor who has become a user', () => {
  it('has the message sent that waited, in the same chat and under its id, and it is kept until the server has it', async () => {
    const { page, management, answer, sent, chatId, messageId, kept, storage } = await meetLimit();
    page.$session.set(user);
    await pass();
    expect(management.calls).toContain('claim token');
    expect(page.onSend).toHaveBeenCalledExactlyOnceWith(chatId, 'More');
    expect(texts(page)).toEqual(['Hello', 'Hi', 'More']);
    await pass(1_000);
    await answer('Yes');
    await pass(60_000);
    expect(texts(page)).toEqual(['Hello', 'Hi', 'More', 'Yes']);
    expect(sent()).toEqual([[messageId, chatId]]);
    expect([page.pending.read(), kept(id(1)), storage.getItem('claimed')]).toEqual([null, [], id(1)]);
  });

  it('has it still kept as long as nobody can be reached, and in the next page it goes out once', async () => {
    const { page, server, openPage, answer, sent, messageId, chatId } = await meetLimit();
    server.isDown = true;
    page.page.online = false;
    page.$session.set(user);
    await pass(1_000);
    expect(page.pending.read()?.messageId).toBe(messageId);
    page.end();
    page.close();
    server.isDown = false;
    server.requests.length = 0;
    const next = await openPage();
    next.$session.set(user);
    await pass(1_000);
    await answer('Yes');
    await pass(60_000);
    expect(texts(next)).toEqual(['Hello', 'Hi', 'More', 'Yes']);
    expect(sent()).toEqual([[messageId, chatId]]);
    expect(next.pending.read()).toBeNull();
  });

  it('has one message and one answer in any number of tabs', async () => {
    const { page, openPage, server, answer } = await meetLimit();
    const tabs = [page, await openPage(), await openPage()];
    for (const tab of tabs) tab.$session.set(user);
    await pass(1_000);
    await answer('Yes');
    await pass(120_000);
    expect(server.answers.map(({ question }) => question.content)).toEqual(['Hello', 'More']);
    expect(tabs.map(({ pending }) => pending.read())).toEqual([null, null, null]);
    expect(texts(page)).toEqual(['Hello', 'Hi', 'More', 'Yes']);
  });

  it('keeps what is refused, with the reason and a way to try again', async () => {
    const { page, server, messageId, answer } = await meetLimit();
    server.refusal = new ChatApiError('budget_reached');
    page.$session.set(user);
    await pass(60_000);
    expect(page.chat.$answer.get()).toMatchObject({ state: 'failed', error: { code: 'budget_reached' } });
    expect([texts(page), page.pending.read()?.messageId]).toEqual([['Hello', 'Hi', 'More'], messageId]);
    void page.chat.retry();
    await pass(1_000);
    await answer('Yes');
    expect([texts(page), page.pending.read()]).toEqual([['Hello', 'Hi', 'More', 'Yes'], null]);
  });

  it('is asked for again when their chats could not be claimed, and nothing is sent before', async () => {
    const { management, sent } = await signInSlowly();
    management.held[0]?.fail();
    await pass(100);
    expect([sent(), management.held.length]).toEqual([[], 0]);
    await pass(1_000);
    management.held[0]?.succeed();
    await pass(1_000);
    expect(sent()).toHaveLength(1);
  });

  it('has their words sent also when the token says nothing here', async () => {
    const { management, sent } = await signInSlowly();
    management.held[0]?.fail(new ChatApiError('invalid_request'));
    await pass(1_000);
    expect(sent()).toHaveLength(1);
  });

  it('is nobody else when somebody signs in and out while it is asked', async () => {
    const { page, management, sent } = await signInSlowly();
    page.$session.set({ state: 'visitor' });
    management.held[0]?.succeed();
    await pass(60_000);
    expect([sent(), page.pending.read() !== null]).toEqual([[], true]);
  });

  it('is the only one who sends it: not who signs in after them, also when it has not arrived', async () => {
    const { page, server, openPage, sent, messageId } = await meetLimit();
    server.refusal = new ChatApiError('budget_reached');
    page.$session.set(user);
    await pass(1_000);
    expect(page.pending.read()).toMatchObject({ messageId, userId: id(1) });
    page.end();
    page.close();
    server.requests.length = 0;
    const next = await openPage();
    next.$session.set({ state: 'user', userId: id(2) });
    await pass(60_000);
    expect([sent(), texts(next), next.onSend.mock.calls]).toEqual([[], [], []]);
  });

  it('has it sent by the element in which it was written', async () => {
    const { page, openPage, sent } = await meetLimit();
    page.end();
    const other = await openPage({ key: 'ink', others: ['0'], isFirst: false });
    other.$session.set(user);
    await pass(60_000);
    expect([sent(), other.pending.read() !== null]).toEqual([[], true]);
  });

  it('goes on in the chat that they were in, and is not asked for it twice', async () => {
    const { page, management, chatId, openPage, messageId, storage } = await meetLimit();
    page.pending.forget(messageId);
    page.$session.set(user);
    await pass();
    expect([management.calls, page.chat.$chatId.get()]).toEqual([['claim token'], chatId]);
    const next = await openPage();
    next.$session.set(user);
    await pass();
    expect(management.calls).toEqual(['claim token']);
    next.$session.set({ state: 'visitor' });
    storage.removeItem('claimed');
    next.$session.set(user);
    await pass();
    expect(management.calls).toEqual(['claim token', 'claim token']);
  });
});
