import { describe, expect, test } from 'vitest';
import * as v from 'valibot';
import { ChatHistoryReply, RenameChatReply } from '../../protocol/history.ts';
import { chatDetailsPath, paths } from '../../protocol/paths.ts';
import { askForJson, readProblem } from '../testing/ask.ts';
import { createTestWorker, type TestWorker } from '../testing/create-test-worker.ts';
import { rows } from '../testing/database.ts';
import { isModelUrl } from '../testing/model-journal.ts';
import { openTurn } from '../testing/open-turn.ts';
import { readEvents } from '../testing/read-events.ts';
import { signUp, type Member } from '../testing/sign-up.ts';

function rename(worker: TestWorker, chatId: string, body: unknown, { headers }: Member): Promise<Response> {
  return worker.send(chatDetailsPath(chatId), {
    method: 'PATCH',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

function remove(worker: TestWorker, chatId: string, { headers }: Member): Promise<Response> {
  return worker.send(chatDetailsPath(chatId), { method: 'DELETE', headers });
}

async function history(worker: TestWorker, query: string, { headers }: Member) {
  const reply = await worker.send(`${paths.chatHistory}${query}`, { headers });
  return v.parse(ChatHistoryReply, await reply.json());
}

describe('renaming', () => {
  test('gives a chat the name, without moving it up in the history', async () => {
    const worker = createTestWorker();
    const member = await signUp();
    const [older, newer] = [
      await askForJson(worker, { message: 'Older' }, member.headers),
      await askForJson(worker, { message: 'Newer' }, member.headers),
    ];
    const before = await history(worker, '', member);
    const reply = await rename(worker, older.chatId, { title: '  Grüße 🦊 ' }, member);
    expect(reply.status).toBe(200);
    expect(reply.headers.get('cache-control')).toBe('no-store');
    const { chat } = v.parse(RenameChatReply, await reply.json());
    expect(chat).toEqual({ ...before.chats[1], title: 'Grüße 🦊' });
    const after = await history(worker, '', member);
    expect(after.chats.map(({ id, title }) => [id, title])).toEqual([
      [newer.chatId, 'Newer'],
      [older.chatId, 'Grüße 🦊'],
    ]);
  });

  test.each([
    [{}, 'title is missing'],
    [{ title: null }, 'title is not valid'],
    [{ title: ' \u200b\n' }, 'title has no visible text'],
    [{ title: 'x'.repeat(121) }, 'title is longer than 120 characters'],
    [{ title: 'Good', userId: 'x' }, 'userId is not a known field'],
    [{ title: 'Good', updatedAt: '2030-01-01' }, 'updatedAt is not a known field'],
    ['Good', 'The body is not valid'],
  ])('is refused with %j', async (body, detail) => {
    const worker = createTestWorker();
    const reply = await rename(worker, crypto.randomUUID(), body, await signUp());
    expect(await readProblem(reply)).toMatchObject({ code: 'invalid_request', detail });
    expect(worker.fetched).toEqual([]);
  });

  test('takes 120 characters, each of them an emoji', async () => {
    const worker = createTestWorker();
    const member = await signUp();
    const { chatId } = await askForJson(worker, { message: 'Hi' }, member.headers);
    const reply = await rename(worker, chatId, { title: '🦊'.repeat(120) }, member);
    expect(await reply.json()).toMatchObject({ chat: { title: '🦊'.repeat(120) } });
  });
});

describe('deleting', () => {
  test('removes a chat with its messages, for good', async () => {
    const worker = createTestWorker();
    const member = await signUp();
    const { chatId, message } = await askForJson(worker, { message: 'Forget me' }, member.headers);
    const reply = await remove(worker, chatId, member);
    expect(reply.status).toBe(204);
    expect(await reply.text()).toBe('');
    expect(await rows(`chats?id=eq.${chatId}`)).toEqual([]);
    expect(await rows(`chat_messages?chat_id=eq.${chatId}`)).toEqual([]);
    expect((await readProblem(await remove(worker, chatId, member))).code).toBe('not_found');
    expect((await history(worker, '', member)).chats).toEqual([]);
    // What it has cost stays known.
    expect(await rows(`usage?answer_id=eq.${message.id}`)).toMatchObject([
      { state: 'settled', chat_id: null },
    ]);
  });

  test('while an answer runs stops it, which is paid for as far as it came', async () => {
    const { vendor, worker, elsewhere, headers, chatId, reply } = await openTurn();
    const running = readEvents(reply);
    vendor.write('Never mind');
    const removed = await elsewhere.send(chatDetailsPath(chatId), { method: 'DELETE', headers });
    expect(removed.status).toBe(204);
    const { isClosed, parts } = await running;
    expect(isClosed).toBe(true);
    expect(parts.at(-1)).toMatchObject({ type: 'finish' });
    await Promise.all([worker.settled(), elsewhere.settled()]);
    expect(worker.cancelled.filter(isModelUrl)).toHaveLength(1);
    expect(await rows(`chat_messages?chat_id=eq.${chatId}`)).toEqual([]);
    const [start] = parts;
    const answerId = start?.type === 'start' ? start.messageId : '';
    expect(await rows(`usage?answer_id=eq.${answerId}`)).toMatchObject([{ state: 'settled' }]);
  });

  test("of somebody else's chat stops nothing", async () => {
    const { vendor, worker, elsewhere, chatId, reply } = await openTurn();
    const running = readEvents(reply);
    const { headers } = await signUp();
    const refused = await elsewhere.send(chatDetailsPath(chatId), { method: 'DELETE', headers });
    expect((await readProblem(refused)).code).toBe('not_found');
    vendor.finish();
    await running;
    await worker.settled();
    expect(worker.cancelled).toEqual([]);
  });
});

test("somebody else's chat, an unknown one and what is no id are not found, and stay as they are", async () => {
  const worker = createTestWorker();
  const [owner, stranger] = [await signUp(), await signUp()];
  const { chatId } = await askForJson(worker, { message: 'Mine' }, owner.headers);
  const visitors = await askForJson(worker, { message: 'Of a visitor' });
  for (const id of [chatId, visitors.chatId, crypto.randomUUID(), 'latest']) {
    const exported = await worker.send(`${chatDetailsPath(id)}/export`, { headers: stranger.headers });
    const renamed = await rename(worker, id, { title: 'Yours' }, stranger);
    const removed = await remove(worker, id, stranger);
    for (const reply of [exported, renamed, removed])
      expect((await readProblem(reply)).code).toBe('not_found');
  }
  const stored = await rows(`chats?id=in.(${chatId},${visitors.chatId})&select=title&order=created_at`);
  expect(stored).toEqual([{ title: 'Mine' }, { title: 'Of a visitor' }]);
});

describe('searching', () => {
  test('finds chats by their title and by what was said, page by page, and nobody else’s', async () => {
    const worker = createTestWorker();
    const [member, stranger] = [await signUp(), await signUp()];
    const word = `Gezeiten${crypto.randomUUID().slice(0, 8)}`;
    const said = await askForJson(worker, { message: `Warum ${word} 東京?` }, member.headers);
    await rename(worker, said.chatId, { title: 'Das Meer' }, member);
    const other = await askForJson(worker, { message: 'Etwas anderes' }, member.headers);
    const named = await askForJson(worker, { message: 'Noch etwas' }, member.headers);
    await rename(worker, named.chatId, { title: `Über ${word}` }, member);

    const find = async (text: string, who = member) =>
      (await history(worker, `?search=${encodeURIComponent(text)}`, who)).chats.map(({ id }) => id);
    expect(await find(word)).toEqual([named.chatId, said.chatId]);
    expect(await find(` ${word.toUpperCase()} `)).toEqual([named.chatId, said.chatId]);
    expect(await find('東京')).toEqual([said.chatId]);
    expect(await find('京')).toEqual([said.chatId]);
    expect(await find('das meer')).toEqual([said.chatId]);
    expect(await find('%')).toEqual([]);
    expect(await find('_')).toEqual([]);
    expect(await find(word, stranger)).toEqual([]);
    expect(await find('anderes')).toEqual([other.chatId]);

    const first = await history(worker, `?limit=1&search=${word}`, member);
    expect(first.chats.map(({ id }) => id)).toEqual([named.chatId]);
    const cursor = encodeURIComponent(first.nextCursor ?? '');
    const second = await history(worker, `?limit=1&search=${word}&cursor=${cursor}`, member);
    expect(second.chats.map(({ id }) => id)).toEqual([said.chatId]);
    expect(second.nextCursor).toBeNull();
  });

  test.each([
    ['?search=', 'search has no visible text'],
    ['?search=%E2%80%8B', 'search has no visible text'],
    [`?search=${'x'.repeat(121)}`, 'search is longer than 120 characters'],
    ['?q=x', 'q is not a known parameter'],
    ['?limit=0', 'limit is not valid'],
    ['?limit=101', 'limit is not valid'],
    ['?cursor=made-up', 'cursor is not one of ours'],
  ])('refuses %s', async (query, detail) => {
    const worker = createTestWorker();
    const reply = await worker.send(`${paths.chatHistory}${query}`, { headers: (await signUp()).headers });
    expect(await readProblem(reply)).toMatchObject({ code: 'invalid_request', detail });
    expect(worker.fetched).toEqual([]);
  });
});
