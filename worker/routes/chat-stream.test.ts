import { describe, expect, test } from 'vitest';
import { formatEventId } from '../../protocol/event-id.ts';
import { chatStreamPath, lastEventIdHeader } from '../../protocol/paths.ts';
import { ask, askForJson, readProblem } from '../testing/ask.ts';
import { createTestWorker } from '../testing/create-test-worker.ts';
import { rows } from '../testing/database.ts';
import { isModelUrl } from '../testing/model-journal.ts';
import { openTurn } from '../testing/open-turn.ts';
import { openVendor } from '../testing/open-vendor.ts';
import { parseEvents, readEvents } from '../testing/read-events.ts';
import { signUp } from '../testing/sign-up.ts';
import { becomeVisitor } from '../testing/visitor.ts';

describe('a second reader', () => {
  test('is told the answer from its first word to its end, event by event as the first', async () => {
    const { vendor, worker, headers, chatId, body, reply, elsewhere } = await openTurn();
    const first = readEvents(reply);
    vendor.write('The first half, ');
    const second = await elsewhere.send(chatStreamPath(chatId), { headers });
    expect(second.status).toBe(200);
    expect(Object.fromEntries(second.headers)).toMatchObject({
      'content-type': 'text/event-stream',
      'cache-control': 'no-cache',
      'x-accel-buffering': 'no',
      'x-vercel-ai-ui-message-stream': 'v1',
      'x-content-type-options': 'nosniff',
    });
    const joined = readEvents(second);
    vendor.write('and the second.');
    vendor.finish();
    const [mine, theirs] = await Promise.all([first, joined]);
    await worker.settled();
    expect(theirs).toEqual(mine);
    expect(theirs.text).toBe('The first half, and the second.');
    expect(theirs.isClosed).toBe(true);
    expect(theirs.parts[0]).toMatchObject({ messageMetadata: { chatId, userMessageId: body.messageId } });
    expect(theirs.types.at(-1)).toBe('finish');
    expect((await elsewhere.send(chatStreamPath(chatId), { headers })).status).toBe(204);
  });

  test('who leaves stops nothing', async () => {
    const { vendor, worker, headers, chatId, reply, elsewhere } = await openTurn();
    const first = readEvents(reply);
    const leaving = await elsewhere.send(chatStreamPath(chatId), { headers });
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
    const { vendor, worker, headers, chatId, reply } = await openTurn();
    const left = Promise.withResolvers<undefined>();
    const events = new ReadableStream<Uint8Array>({
      cancel: () => {
        left.resolve(undefined);
      },
    });
    const elsewhere = createTestWorker({
      answers: { ...worker.answers, join: () => Promise.resolve(events) },
    });
    const head = await elsewhere.send(chatStreamPath(chatId), { method: 'HEAD', headers });
    expect(head.status).toBe(200);
    expect(head.headers.get('content-type')).toBe('text/event-stream');
    expect(await head.text()).toBe('');
    await left.promise;
    vendor.finish();
    await reply.text();
    await worker.settled();
  });
});

describe('a reader who comes back', () => {
  test('is told exactly what came after the event they saw last, whichever that was', async () => {
    const { vendor, worker, headers, chatId, reply, elsewhere } = await openTurn();
    const join = async (id: string) =>
      elsewhere.send(chatStreamPath(chatId), { headers: { ...headers, [lastEventIdHeader]: id } });
    const reader = reply.body!.pipeThrough(new TextDecoderStream()).getReader();
    let seen = '';
    const readOn = async (isEnough: () => boolean) => {
      while (!isEnough()) seen += (await reader.read()).value ?? expect.fail(seen);
    };
    vendor.write('Half');
    await readOn(() => seen.includes('Half'));
    const { ids } = parseEvents(seen);
    const joined = await Promise.all(ids.map(join));
    const rests = joined.map(readEvents);
    vendor.write(' and half.');
    vendor.finish();
    await readOn(() => seen.includes('[DONE]'));
    const whole = parseEvents(seen);
    await worker.settled();
    expect(ids.length).toBeGreaterThanOrEqual(6);
    for (const [index, rest] of rests.entries()) {
      const { ids: told, parts, isClosed } = await rest;
      expect(told).toEqual(whole.ids.slice(index + 1));
      expect(parts).toEqual(whole.parts.slice(index + 1));
      expect(isClosed).toBe(true);
    }
  });

  test.each([
    ['an event of another answer', () => formatEventId(crypto.randomUUID(), 2)],
    ['an event that was never told', (answerId: string) => formatEventId(answerId, 1_000)],
    ['what is no event', () => 'the last one'],
    ['nothing', () => ''],
  ])('with the id of %s is told all', async (_what, idFor) => {
    const { vendor, worker, headers, chatId, reply, elsewhere } = await openTurn();
    const first = readEvents(reply);
    const [answer] = await rows(`chat_messages?chat_id=eq.${chatId}&role=eq.assistant`);
    const id = idFor(String(answer?.['id']));
    const second = await elsewhere.send(chatStreamPath(chatId), {
      headers: { ...headers, [lastEventIdHeader]: id },
    });
    const joined = readEvents(second);
    vendor.write('All of it.');
    vendor.finish();
    expect(await joined).toEqual(await first);
    await worker.settled();
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
    expect(theirs).toEqual(mine);
    expect(theirs.text).toBe('The first half, and the second.');
    expect([...worker.fetched, ...elsewhere.fetched].filter(isModelUrl)).toHaveLength(1);
    expect(await rows(`chat_messages?chat_id=eq.${body.chatId}`)).toHaveLength(2);
    expect(await rows(`usage?chat_id=eq.${body.chatId}`)).toHaveLength(1);
  });

  test('and is wanted whole has to wait, which stops nothing', async () => {
    const { vendor, worker, headers, body, reply, elsewhere } = await openTurn();
    const first = readEvents(reply);
    const asJson = await ask(elsewhere, body, { ...headers, accept: 'application/json' });
    expect((await readProblem(asJson)).code).toBe('turn_in_progress');
    vendor.write('Whole.');
    vendor.finish();
    expect((await first).parts.at(-1)).toMatchObject({ messageMetadata: { status: 'complete' } });
    await worker.settled();
    const { message } = await askForJson(elsewhere, body, headers);
    expect(message.content).toBe('Whole.');
  });

  test('joins a new answer too, when it asked for that', async () => {
    const vendor = openVendor();
    const worker = createTestWorker({ fetch: vendor.fetch });
    const elsewhere = createTestWorker({ answers: worker.answers });
    const { headers } = await signUp();
    const { chatId, userMessage } = await askForJson(createTestWorker(), { message: 'Again' }, headers);
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
    expect(theirs).toEqual(mine);
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
    for (const method of ['GET', 'HEAD']) {
      const reply = await worker.send(chatStreamPath(chatId), { method, headers: visitor });
      expect(reply.status).toBe(204);
      expect(await reply.text()).toBe('');
      expect(reply.headers.get('cache-control')).toBe('no-store');
    }
  });
});

describe('for anybody but the owner', () => {
  test('there is not even the chat, whether an answer runs in it or not', async () => {
    const { vendor, worker, headers, chatId, reply, elsewhere } = await openTurn();
    const first = readEvents(reply);
    const [stranger, visitor] = [await signUp(), await becomeVisitor(elsewhere)];
    const theirs = await askForJson(createTestWorker(), { message: 'Of a visitor' }, visitor);
    const others = [stranger.headers, await becomeVisitor(elsewhere), {}];
    for (const other of others) {
      for (const id of [chatId, theirs.chatId, crypto.randomUUID(), 'latest']) {
        const refused = await elsewhere.send(chatStreamPath(id), { headers: other });
        expect((await readProblem(refused)).code).toBe('not_found');
      }
    }
    const asUser = await elsewhere.send(chatStreamPath(theirs.chatId), {
      headers: { ...headers, ...visitor },
    });
    expect((await readProblem(asUser)).code).toBe('not_found');
    vendor.finish();
    await first;
    await worker.settled();
  });
});
