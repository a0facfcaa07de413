import { describe, expect, test } from 'vitest';
import { chatStopPath, chatStreamPath } from '../../protocol/paths.ts';
import { ask, askForJson, readProblem } from '../testing/ask.ts';
import { createTestWorker } from '../testing/create-test-worker.ts';
import { rows } from '../testing/database.ts';
import { isModelUrl, silentModel } from '../testing/model-journal.ts';
import { openTurn } from '../testing/open-turn.ts';
import { parseEvents, readEvents } from '../testing/read-events.ts';
import { signUp } from '../testing/sign-up.ts';
import { becomeVisitor } from '../testing/visitor.ts';

const post = { method: 'POST' } as const;
const answersOf = (chatId: string) => rows(`chat_messages?chat_id=eq.${chatId}&role=eq.assistant`);

/** Reads a stream until these words have come, and goes on reading. */
async function readUntil(reply: Response, words: string) {
  const reader = reply.body!.pipeThrough(new TextDecoderStream()).getReader();
  let seen = '';
  const readOn = async (isEnough: () => boolean) => {
    while (!isEnough()) seen += (await reader.read()).value ?? expect.fail(seen);
  };
  await readOn(() => seen.includes(words));
  return async () => {
    await readOn(() => seen.includes('[DONE]'));
    return parseEvents(seen);
  };
}

describe('an answer that is stopped', () => {
  test('stops its model, is kept as far as it came, and tells all who read it', async () => {
    const { vendor, worker, headers, chatId, body, reply, elsewhere } = await openTurn();
    vendor.write('As far as this');
    const readOn = await readUntil(reply, 'As far as this');
    const joined = readEvents(await elsewhere.send(chatStreamPath(chatId), { headers }));

    const stopped = await elsewhere.send(chatStopPath(chatId), { ...post, headers });
    expect(stopped.status).toBe(204);
    expect(await stopped.text()).toBe('');
    expect(stopped.headers.get('cache-control')).toBe('no-store');
    // By the time of the reply it is stored.
    expect(await answersOf(chatId)).toMatchObject([
      { status: 'stopped', content: 'As far as this', error_code: null, finish_reason: null },
    ]);
    expect(worker.cancelled.filter(isModelUrl)).toHaveLength(1);

    const mine = await readOn();
    expect(mine.parts.at(-1)).toMatchObject({ type: 'finish', messageMetadata: { status: 'stopped' } });
    expect(mine.text).toBe('As far as this');
    expect(await joined).toEqual(mine);
    await worker.settled();
    expect(await rows(`usage?chat_id=eq.${chatId}`)).toMatchObject([{ state: 'settled' }]);

    expect((await elsewhere.send(chatStopPath(chatId), { ...post, headers })).status).toBe(204);
    expect((await elsewhere.send(chatStreamPath(chatId), { headers })).status).toBe(204);
    // Sent again, the message is not asked again.
    const again = await readEvents(await ask(elsewhere, body, headers));
    expect(again.text).toBe('As far as this');
    expect(elsewhere.fetched.filter(isModelUrl)).toEqual([]);
  });

  test('before its first word has broken off, and blames nobody', async () => {
    const { worker, headers, chatId, reply, elsewhere } = await openTurn();
    const first = readEvents(reply);
    expect((await elsewhere.send(chatStopPath(chatId), { ...post, headers })).status).toBe(204);
    expect(await answersOf(chatId)).toMatchObject([{ status: 'interrupted', content: '', error_code: null }]);
    expect(worker.cancelled.filter(isModelUrl)).toHaveLength(1);
    const { parts, text } = await first;
    expect(parts.at(-1)).toMatchObject({ type: 'finish', messageMetadata: { status: 'interrupted' } });
    expect(text).toBe('');
    await worker.settled();
  });

  test('by two tabs at once is stopped once', async () => {
    const { vendor, worker, headers, chatId, reply, elsewhere } = await openTurn();
    vendor.write('Enough');
    const readOn = await readUntil(reply, 'Enough');
    const stops = [worker, elsewhere].map((tab) => tab.send(chatStopPath(chatId), { ...post, headers }));
    expect((await Promise.all(stops)).map(({ status }) => status)).toEqual([204, 204]);
    await readOn();
    await worker.settled();
    expect(worker.fetched.filter((url) => url.endsWith('/finish_turn'))).toHaveLength(1);
    expect(await answersOf(chatId)).toMatchObject([{ status: 'stopped', content: 'Enough' }]);
  });

  test('is told to whoever waits for it whole', async () => {
    const worker = createTestWorker({ fetch: silentModel });
    const { headers } = await signUp();
    const chatId = crypto.randomUUID();
    const whole = askForJson(worker, { message: 'Tell me', chatId }, headers);
    await expect.poll(() => worker.fetched.filter(isModelUrl)).toHaveLength(1);
    const elsewhere = createTestWorker({ answers: worker.answers });
    expect((await elsewhere.send(chatStopPath(chatId), { ...post, headers })).status).toBe(204);
    expect((await whole).message).toMatchObject({ status: 'interrupted', content: '' });
    await worker.settled();
  });

  test("of a visitor is the visitor's to stop; what the request carries does not matter", async () => {
    const headers = await becomeVisitor(createTestWorker());
    const { vendor, worker, chatId, reply, elsewhere } = await openTurn({ headers });
    vendor.write('Free');
    const readOn = await readUntil(reply, 'Free');
    const init = { ...post, headers, body: '{"why": "because' };
    expect((await elsewhere.send(chatStopPath(chatId), init)).status).toBe(204);
    await readOn();
    expect(await answersOf(chatId)).toMatchObject([{ status: 'stopped', content: 'Free' }]);
    await worker.settled();
  });
});

test('where answers run in requests, one of another isolate can not be reached: it is told, and nothing is stopped', async () => {
  const { worker, headers, chatId, reply, elsewhere } = await openTurn();
  const first = readEvents(reply);
  const refused = await createTestWorker().send(chatStopPath(chatId), { ...post, headers });
  expect(await readProblem(refused)).toMatchObject({ code: 'service_unavailable', retryable: true });
  expect(worker.cancelled.filter(isModelUrl)).toEqual([]);
  // Another try may meet the right one.
  expect((await elsewhere.send(chatStopPath(chatId), { ...post, headers })).status).toBe(204);
  expect((await first).parts.at(-1)).toMatchObject({ type: 'finish' });
  await worker.settled();
});

test('where nothing runs there is nothing to stop', async () => {
  const worker = createTestWorker();
  const { headers } = await signUp();
  const { chatId } = await askForJson(worker, { message: 'Done' }, headers);
  expect((await worker.send(chatStopPath(chatId), { ...post, headers })).status).toBe(204);
  expect(await answersOf(chatId)).toMatchObject([{ status: 'complete' }]);
});

test('nobody but the owner stops an answer, or learns that there is one', async () => {
  const { vendor, worker, headers, chatId, reply, elsewhere } = await openTurn();
  const first = readEvents(reply);
  const strangers = [(await signUp()).headers, await becomeVisitor(elsewhere), {}];
  for (const stranger of strangers) {
    const refused = await elsewhere.send(chatStopPath(chatId), { ...post, headers: stranger });
    expect((await readProblem(refused)).code).toBe('not_found');
  }
  for (const id of [crypto.randomUUID(), 'latest']) {
    const refused = await elsewhere.send(chatStopPath(id), { ...post, headers });
    expect((await readProblem(refused)).code).toBe('not_found');
  }
  vendor.write('Whole.');
  vendor.finish();
  expect((await first).parts.at(-1)).toMatchObject({ messageMetadata: { status: 'complete' } });
  await worker.settled();
});
