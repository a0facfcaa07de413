import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { messageCharactersMax } from '../../protocol/message-text.ts';
import { pass } from '../testing/ask.ts';
import { beginChat, browse, visitor } from '../testing/browse.ts';
import { deferred } from '../testing/deferred.ts';
import { id } from '../testing/scripted-chat-api.ts';
import { user } from '../testing/set-up-stores.ts';
import type { SessionState } from './current-session.ts';
import type * as loading from './load-follower.ts';

const follower = vi.hoisted(() => ({ coming: Promise.resolve() }));
vi.mock('./load-follower.ts', async (importOriginal) => {
  const original = await importOriginal<typeof loading>();
  const loadFollower = async () => {
    await follower.coming;
    return original.loadFollower();
  };
  await original.loadFollower();
  return { ...original, loadFollower };
});

beforeEach(() => {
  vi.useFakeTimers();
  follower.coming = Promise.resolve();
});
afterEach(() => void vi.useRealTimers());

const ann = id(1);
const bob: SessionState = { state: 'user', userId: id(2) };
type Slow = 'chat' | 'follower';
const slowly: [string, Slow[]][] = [['the chat', ['chat']], ['what reads it', ['follower']], ['both', ['chat', 'follower']]]; // prettier-ignore

/** A chat with one answer, and a page in which "Early" was written while that chat was loading. */
async function writeEarly(slow: Slow[], person: SessionState = visitor) {
  const { page: first, chatId, ...around } = await beginChat(person);
  const { server, visit } = around;
  first.close();
  server.requests.length = 0;
  const gates = { chat: deferred(), follower: deferred() };
  const { getChatMessages } = server.api;
  if (slow.includes('follower')) follower.coming = gates.follower.promise;
  server.api.getChatMessages = async (...asked) => {
    const reply = await getChatMessages(...asked);
    if (slow.includes('chat')) await gates.chat.promise;
    return reply;
  };
  const page = await visit();
  // Only what was asked for so far is slow.
  follower.coming = Promise.resolve();
  server.api.getChatMessages = getChatMessages;
  if (page.chat.$details.get().state !== 'loading') void page.chat.loadChatDetails(chatId);
  const sending = page.chat.sendMessage('Early');
  const messageId = page.chat.$messages.get().at(-1)?.id;
  const arrive = async () => {
    gates.follower.resolve();
    gates.chat.resolve();
    await pass(0);
  };
  const texts = ({ said }: Pick<typeof page, 'said'>) => said().map(([text]) => text);
  const sent = () => server.requests.map((request) => request.messageId);
  return { ...around, page, chatId, sending, messageId, arrive, texts, sent };
}

describe.each(slowly)('a message that is written while its chat loads, and %s is slow,', (_what, slow) => {
  it('is on the screen and written down at once, and goes out under the id that it had then', async () => {
    const { page, kept, messageId, arrive, answer, texts, sent } = await writeEarly(slow);
    expect([page.said(), kept()]).toEqual([[['Early', 'complete']], ['Early']]);
    await arrive();
    expect([texts(page), kept()]).toEqual([['Hello', 'Hi', 'Early'], []]);
    await answer('Yes');
    await pass(60_000);
    expect([texts(page), sent()]).toEqual([['Hello', 'Hi', 'Early', 'Yes'], [messageId]]);
  });

  it('is one message when another tab has sent it meanwhile', async () => {
    const { page, visit, kept, messageId, arrive, answer, texts, sent, server } = await writeEarly(slow);
    const other = await visit();
    await answer('Yes');
    expect(texts(other)).toEqual(['Hello', 'Hi', 'Early', 'Yes']);
    await arrive();
    await pass(60_000);
    expect(texts(page)).toEqual(['Hello', 'Hi', 'Early', 'Yes']);
    expect([...new Set(sent())]).toEqual([messageId]);
    expect([server.answers.length, kept(), page.chat.$answer.get().state]).toEqual([2, [], 'idle']);
  });

  it('goes out from the next page under its id when this one is loaded again', async () => {
    const { page, visit, kept, messageId, answer, texts, sent } = await writeEarly(slow);
    page.close();
    const after = await visit();
    await answer('Yes');
    expect([texts(after), sent(), kept()]).toEqual([['Hello', 'Hi', 'Early', 'Yes'], [messageId], []]);
  });

  it.each([
    ['a visitor', visitor],
    ['another user', bob],
  ] as const)('waits for the user who wrote it when %s comes, and is nobody else’s', async (_who, next) => {
    const { page, kept, messageId, arrive, answer, texts, sent } = await writeEarly(slow, user);
    page.$session.set(next);
    await arrive();
    await pass(60_000);
    expect([texts(page), kept(ann), kept(), kept(id(2)), sent()]).toEqual([[], ['Early'], [], [], []]);
    expect(page.onUnsent).not.toHaveBeenCalled();
    page.$session.set(user);
    await pass(20_000);
    await answer('Yes');
    expect([texts(page), sent(), kept(ann)]).toEqual([['Hello', 'Hi', 'Early', 'Yes'], [messageId], []]);
  });

  it('is given back to the visitor who signs in, and is the visitor’s no more', async () => {
    const { page, kept, arrive, sent } = await writeEarly(slow);
    page.$session.set(user);
    await arrive();
    await pass(60_000);
    expect(page.onUnsent).toHaveBeenCalledExactlyOnceWith('Early', expect.objectContaining({ code: 'session_changed' })); // prettier-ignore
    expect([kept(), kept(ann), sent()]).toEqual([[], [], []]);
  });

  it('comes alone, and only if it can be sent', async () => {
    const { page, kept } = await writeEarly(slow);
    const { chat } = page;
    await expect(chat.sendMessage('More')).rejects.toMatchObject({ code: 'turn_in_progress' });
    await expect(chat.sendMessage('x'.repeat(messageCharactersMax + 1))).rejects.toMatchObject({ code: 'message_too_long' }); // prettier-ignore
    expect([page.said(), kept()]).toEqual([[['Early', 'complete']], ['Early']]);
  });
});

describe('a message that is written before what reads its chat has come', () => {
  it('is given back when its chat is left, and nothing else that is written down for that chat', async () => {
    const { page, kept, arrive, sent, storage, chatId } = await writeEarly(['follower']);
    const other = {
      chatId,
      messageId: id(90),
      text: 'Older',
      parentId: null,
      providerId: null,
      promptId: null,
    };
    const found: unknown = JSON.parse(storage.getItem('outbox:visitor') ?? '[]');
    const refusal = { code: 'content_filtered', at: '2026-11-01T10:00:00.000Z' };
    storage.setItem(
      'outbox:visitor',
      JSON.stringify([{ ...other, createdAt: refusal.at, refusal }, found].flat()),
    );
    page.chat.startNewChat();
    expect(page.onUnsent).toHaveBeenCalledExactlyOnceWith('Early', null);
    await arrive();
    await pass(60_000);
    expect([kept(), sent(), page.said()]).toEqual([['Older'], [], []]);
  });

  it('is given back when that can not be had', async () => {
    const { chatId, visit, kept } = await writeEarly(['chat']);
    const gate = deferred();
    const after = await visit();
    after.chat.startNewChat();
    const before = kept();
    follower.coming = gate.promise.then(() => Promise.reject(new TypeError('Failed to fetch')));
    void after.chat.loadChatDetails(chatId);
    const sending = after.chat.sendMessage('Now');
    expect(kept()).toEqual([...before, 'Now']);
    gate.resolve();
    await expect(sending).rejects.toMatchObject({ code: 'service_unavailable' });
    expect([after.said(), kept()]).toEqual([[], before]);
  });

  it('is written down as soon as it is known whose it is', async () => {
    const { page, kept } = await writeEarly(['follower'], { state: 'unknown' });
    expect(kept(ann)).toEqual([]);
    page.$session.set(user);
    expect(kept(ann)).toEqual(['Early']);
  });
});

it('a message that is written while a chat loads of which only this page knows goes out behind what waits there', async () => {
  const { server, visit, answer } = browse();
  const before = await visit();
  server.isDown = true;
  before.page.online = false;
  await before.chat.sendMessage('First');
  before.close();
  server.isDown = false;
  const gate = deferred();
  const { getChatMessages } = server.api;
  server.api.getChatMessages = async (...asked) => {
    await gate.promise;
    return getChatMessages(...asked);
  };
  const page = await visit();
  const sending = page.chat.sendMessage('Early');
  gate.resolve();
  await expect(sending).resolves.toBeUndefined();
  await answer('1');
  await pass(5_000);
  await answer('2');
  expect(page.said().map(([text]) => text)).toEqual(['First', '1', 'Early', '2']);
});
