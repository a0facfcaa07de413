import { describe, expect, test } from 'vitest';
import { ask, askForJson, readProblem } from '../testing/ask.ts';
import { createTestWorker } from '../testing/create-test-worker.ts';
import { rows } from '../testing/database.ts';
import { isModelUrl } from '../testing/model-journal.ts';
import { openVendor } from '../testing/open-vendor.ts';
import { readEvents } from '../testing/read-events.ts';
import { signUp } from '../testing/sign-up.ts';
import { becomeVisitor } from '../testing/visitor.ts';

const streamPath = (chatId: string) => `/api/chat/${chatId}/stream`;

/** An answer that runs, and another isolate that knows nothing of it. */
async function openTurn() {
  const vendor = openVendor();
  const worker = createTestWorker({ fetch: vendor.fetch });
  const { headers } = await signUp();
  const chatId = crypto.randomUUID();
  const body = { message: 'Take your time', chatId, messageId: crypto.randomUUID() };
  const reply = await ask(worker, body, headers);
  return { vendor, worker, headers, chatId, body, reply, elsewhere: createTestWorker() };
}

describe('a second reader', () => {
  test('is told the answer from its first word to its end', async () => {
    const { vendor, worker, headers, chatId, body, reply, elsewhere } = await openTurn();
    const first = readEvents(reply);
    vendor.write('The first half, ');
    const second = await elsewhere.send(streamPath(chatId), { headers });
    expect(second.status).toBe(200);
    expect(Object.fromEntries(second.headers)).toMatchObject({
      'content-type': 'text/event-stream',
      'cache-control': 'no-cache',
      'x-accel-buffering': 'no',
      'x-vercel-ai-ui-message-stream': 'v1',
      'x-content-type-options': 'nosniff',
    });
    const followed = readEvents(second);
    vendor.write('and the second.');
    vendor.finish();
    const [mine, theirs] = await Promise.all([first, followed]);
    await worker.settled();
    expect(theirs.text).toBe('The first half, and the second.');
    expect(theirs.isClosed).toBe(true);
    expect(theirs.parts[0]).toEqual(mine.parts[0]);
    expect(theirs.parts[0]).toMatchObject({ messageMetadata: { chatId, userMessageId: body.messageId } });
    expect(theirs.types.at(-1)).toBe('finish');
    expect((await elsewhere.send(streamPath(chatId), { headers })).status).toBe(204);
  });

  test('who leaves stops nothing', async () => {
    const { vendor, worker, headers, chatId, reply, elsewhere } = await openTurn();
    const first = readEvents(reply);
    const leaving = await elsewhere.send(streamPath(chatId), { headers });
    await leaving.body?.cancel();
    vendor.write('Still here.');
    vendor.finish();
    expect((await first).types.at(-1)).toBe('finish');
    await worker.settled();
    expect(await rows(`chat_messages?chat_id=eq.${chatId}&role=eq.assistant`)).toMatchObject([
      { status: 'complete', content: 'Still here.' },
    ]);
  });

  test('who only wants the headers is not told on and on', async () => {
    const { vendor, worker, headers, chatId, reply, elsewhere } = await openTurn();
    const head = await elsewhere.send(streamPath(chatId), { method: 'HEAD', headers });
    expect(head.status).toBe(200);
    expect(head.headers.get('content-type')).toBe('text/event-stream');
    expect(await head.text()).toBe('');
    const asked = elsewhere.fetched.length;
    const first = readEvents(reply);
    vendor.write('Here');
    vendor.finish();
    await first;
    await worker.settled();
    expect(elsewhere.fetched).toHaveLength(asked);
  });
});

describe('a message that is sent again while its answer runs', () => {
  test.each([
    ['as it was', {}],
    ['in other words', { message: 'Hurry up' }],
  ])('joins that answer, which is asked for and paid for once: %s', async (_name, changes) => {
    const { vendor, worker, headers, body, reply, elsewhere } = await openTurn();
    const first = readEvents(reply);
    vendor.write('The first half, ');
    const second = await ask(elsewhere, { ...body, ...changes }, headers);
    expect(second.status).toBe(200);
    expect(second.headers.get('x-vercel-ai-ui-message-stream')).toBe('v1');
    const joined = readEvents(second);
    vendor.write('and the second.');
    vendor.finish();
    const [mine, theirs] = await Promise.all([first, joined]);
    await worker.settled();
    expect(theirs.text).toBe('The first half, and the second.');
    expect(theirs.parts[0]).toEqual(mine.parts[0]);
    expect(theirs.types.at(-1)).toBe('finish');
    expect(elsewhere.fetched.filter(isModelUrl)).toEqual([]);
    expect(await rows(`chat_messages?chat_id=eq.${body.chatId}`)).toHaveLength(2);
    expect(await rows(`usage?chat_id=eq.${body.chatId}`)).toHaveLength(1);
  });

  test('joins a new answer too, when it asked for that', async () => {
    const vendor = openVendor();
    const [worker, elsewhere] = [createTestWorker({ fetch: vendor.fetch }), createTestWorker()];
    const { headers } = await signUp();
    const { chatId, userMessage } = await askForJson(elsewhere, { message: 'Again' }, headers);
    const turn = { regenerate: true, chatId, parentId: userMessage.id, messageId: crypto.randomUUID() };
    const first = readEvents(await ask(worker, turn, headers));
    const second = await ask(elsewhere, turn, headers);
    const another = await ask(elsewhere, { ...turn, messageId: crypto.randomUUID() }, headers);
    expect((await readProblem(another)).code).toBe('turn_in_progress');
    const joined = readEvents(second);
    vendor.write('A new one.');
    vendor.finish();
    const [mine, theirs] = await Promise.all([first, joined]);
    await worker.settled();
    expect(mine.parts[0]).toMatchObject({ messageId: turn.messageId });
    expect(theirs.parts[0]).toEqual(mine.parts[0]);
    expect(theirs.text).toBe('A new one.');
  });

  test('stops nothing when its reader leaves', async () => {
    const { vendor, worker, headers, chatId, body, reply, elsewhere } = await openTurn();
    const first = readEvents(reply);
    await (await ask(elsewhere, body, headers)).body?.cancel();
    vendor.write('Still here.');
    vendor.finish();
    expect((await first).types.at(-1)).toBe('finish');
    await Promise.all([worker.settled(), elsewhere.settled()]);
    expect(await rows(`chat_messages?chat_id=eq.${chatId}&role=eq.assistant`)).toMatchObject([
      { status: 'complete', content: 'Still here.' },
    ]);
  });
});

describe('where no answer runs', () => {
  test('there is nothing, for the owner', async () => {
    const worker = createTestWorker();
    const visitor = await becomeVisitor(worker);
    const { chatId } = await askForJson(worker, { message: 'Done' }, visitor);
    const reply = await worker.send(streamPath(chatId), { headers: visitor });
    expect(reply.status).toBe(204);
    expect(await reply.text()).toBe('');
    expect(reply.headers.get('cache-control')).toBe('no-store');
  });

  test('and for anybody else not even the chat', async () => {
    const worker = createTestWorker();
    const [owner, stranger] = [await signUp(), await signUp()];
    const visitor = await becomeVisitor(worker);
    const mine = await askForJson(worker, { message: 'Mine' }, owner.headers);
    const theirs = await askForJson(worker, { message: 'Of a visitor' }, visitor);
    const others = [stranger.headers, await becomeVisitor(worker), {}];
    for (const headers of others) {
      for (const chatId of [mine.chatId, theirs.chatId, crypto.randomUUID(), 'latest']) {
        const reply = await worker.send(streamPath(chatId), { headers });
        expect((await readProblem(reply)).code).toBe('not_found');
      }
    }
    const asUser = await worker.send(streamPath(theirs.chatId), {
      headers: { ...owner.headers, ...visitor },
    });
    expect((await readProblem(asUser)).code).toBe('not_found');
  });
});
