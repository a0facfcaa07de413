import { describe, expect, test } from 'vitest';
import * as v from 'valibot';
import { ChatDetailsReply, ChatHistoryReply } from '../../protocol/history.ts';
import { chatDetailsPath } from '../../protocol/paths.ts';
import { askForJson, readProblem } from '../testing/ask.ts';
import { createTestWorker, type TestWorker } from '../testing/create-test-worker.ts';
import { insertRows } from '../testing/database.ts';
import { signUp } from '../testing/sign-up.ts';
import { becomeVisitor } from '../testing/visitor.ts';

async function readHistory(worker: TestWorker, query: string, headers: Record<string, string>) {
  const reply = await worker.send(`/api/chat-history${query}`, { headers });
  return v.parse(ChatHistoryReply, await reply.json());
}

describe('the history', () => {
  test('has the own chats, newest first, page by page', async () => {
    const worker = createTestWorker();
    const [{ headers }, stranger] = await Promise.all([signUp(), signUp()]);
    const ids: string[] = [];
    for (const message of ['One', 'Two', 'Three'])
      ids.unshift((await askForJson(worker, { message }, headers)).chatId);
    // Writing in the oldest moves it to the top.
    await askForJson(worker, { message: 'One again', chatId: ids[2] }, headers);
    const order = [ids[2], ids[0], ids[1]];

    const all = await readHistory(worker, '', headers);
    expect(all.chats.map(({ id }) => id)).toEqual(order);
    expect(all.chats.map(({ title }) => title)).toEqual(['One', 'Three', 'Two']);
    expect(all.nextCursor).toBeNull();

    const first = await readHistory(worker, '?limit=2', headers);
    expect(first.chats.map(({ id }) => id)).toEqual(order.slice(0, 2));
    const second = await readHistory(worker, `?limit=2&cursor=${first.nextCursor ?? ''}`, headers);
    expect(second.chats.map(({ id }) => id)).toEqual(order.slice(2));
    expect(second.nextCursor).toBeNull();

    expect((await readHistory(worker, '', stranger.headers)).chats).toEqual([]);
  });

  test.each(['?limit=0', '?limit=1000', '?limit=many', '?cursor=made-up'])('refuses %s', async (query) => {
    const { headers } = await signUp();
    const reply = await createTestWorker().send(`/api/chat-history${query}`, { headers });
    expect((await readProblem(reply)).code).toBe('invalid_request');
  });
});

describe('the details of a chat', () => {
  test('are all its messages in the order they were written', async () => {
    const worker = createTestWorker();
    const { headers } = await signUp();
    const one = await askForJson(worker, { message: 'One' }, headers);
    const two = await askForJson(worker, { message: 'Two', chatId: one.chatId }, headers);
    const reply = await worker.send(chatDetailsPath(one.chatId), { headers });
    const { chat, messages } = v.parse(ChatDetailsReply, await reply.json());
    expect(chat).toMatchObject({ id: one.chatId, title: 'One' });
    expect(messages).toEqual([one.userMessage, one.message, two.userMessage, two.message]);
    expect(reply.headers.get('cache-control')).toBe('no-store');
  });

  test('of a chat without end are its newest 1,000 messages', async () => {
    const worker = createTestWorker();
    const { headers, userId } = await signUp();
    const { chatId } = await askForJson(worker, { message: 'First' }, headers);
    const contents = Array.from({ length: 1_005 }, (_, index) => `message ${String(index)}`);
    await insertRows(
      'chat_messages',
      contents.map((content) => ({ chat_id: chatId, user_id: userId, role: 'user', content })),
    );
    const reply = await worker.send(chatDetailsPath(chatId), { headers });
    const { messages } = v.parse(ChatDetailsReply, await reply.json());
    expect(messages.map(({ content }) => content)).toEqual(contents.slice(5));
  });

  test("are a visitor's own with their token, and nobody else's", async () => {
    const worker = createTestWorker();
    const [visitor, other] = [await becomeVisitor(worker), await becomeVisitor(worker)];
    const { chatId } = await askForJson(worker, { message: 'Hello' }, visitor);
    const own = await worker.send(chatDetailsPath(chatId), { headers: visitor });
    expect(v.parse(ChatDetailsReply, await own.json()).messages).toHaveLength(2);
    expect((await readProblem(await worker.send(chatDetailsPath(chatId), { headers: other }))).code).toBe(
      'not_found',
    );
  });

  test('of a foreign chat, an unknown one and no id are the same: not found', async () => {
    const worker = createTestWorker();
    const [owner, stranger] = await Promise.all([signUp(), signUp()]);
    const { chatId } = await askForJson(worker, { message: 'Mine' }, owner.headers);
    const replies = await Promise.all(
      [chatId, crypto.randomUUID(), 'latest'].map((id) =>
        worker.send(chatDetailsPath(id), { headers: { ...stranger.headers, 'x-request-id': 'the-same' } }),
      ),
    );
    const [foreign, ...others] = await Promise.all(replies.map(readProblem));
    expect(foreign?.code).toBe('not_found');
    for (const problem of others) expect(problem).toEqual(foreign);
  });
});
