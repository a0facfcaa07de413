import { describe, expect, test } from 'vitest';
import { titleInstruction } from '../services/ask-title.ts';
import { addressOf } from '../testing/address-of.ts';
import { anthropic, ask, askForJson, openAi } from '../testing/ask.ts';
import { createTestWorker } from '../testing/create-test-worker.ts';
import { rows, updateRows } from '../testing/database.ts';
import { isModelUrl, modelRequests } from '../testing/model-journal.ts';
import { readEvents } from '../testing/read-events.ts';
import { databaseSays } from '../testing/refusals/refusal.ts';
import { signUp } from '../testing/sign-up.ts';
import { becomeVisitor } from '../testing/visitor.ts';

const env = { MODEL_TITLES: 'true' };

const asksForTitle = (body: unknown) => typeof body === 'string' && body.includes(titleInstruction);

/** A network on which every request for a title waits for the test. */
function holdTitles(answer: () => Response | undefined = () => undefined) {
  const held = Promise.withResolvers<undefined>();
  const asked = Promise.withResolvers<undefined>();
  const passOn: typeof fetch = async (input, init) => {
    if (!isModelUrl(input) || !asksForTitle(init?.body)) return fetch(input, init);
    asked.resolve(undefined);
    await held.promise;
    return answer() ?? fetch(input, init);
  };
  const release = () => {
    held.resolve(undefined);
  };
  return { fetch: passOn, asked: asked.promise, release };
}

const released = (answer?: () => Response | undefined) => {
  const titles = holdTitles(answer);
  titles.release();
  return titles;
};

const storedChat = async (chatId: string) => (await rows(`chats?id=eq.${chatId}`))[0];
const storedTitle = async (chatId: string) => (await rows(`usage?chat_id=eq.${chatId}&kind=eq.title`))[0];

describe.each([
  ['openai', openAi],
  ['anthropic', anthropic],
])('after the first answer of a chat %s', (kind, providerId) => {
  test('is asked for a title: it is stored and paid for, and follows the finished answer', async () => {
    const worker = createTestWorker({ env });
    const { headers } = await signUp();
    const chatId = crypto.randomUUID();
    const marker = crypto.randomUUID().replaceAll('-', '');
    const message = `how do ${marker} tides work, exactly?`;
    const { parts, types, isClosed } = await readEvents(
      await ask(worker, { message, providerId, chatId }, headers),
    );
    await worker.settled();

    const title = `How Do ${marker.replace(/^[a-z]/, (letter) => letter.toUpperCase())} Tides`;
    expect(types.slice(-3)).toEqual(['finish-step', 'finish', 'data-chat']);
    expect(parts.at(-1)).toEqual({ type: 'data-chat', data: { id: chatId, title }, transient: true });
    expect(isClosed).toBe(true);
    expect(await storedChat(chatId)).toMatchObject({ title, title_source: 'model' });
    expect(await storedTitle(chatId)).toMatchObject({
      state: 'settled',
      is_estimated: false,
      provider_id: providerId,
    });
    expect(await modelRequests(marker)).toHaveLength(2);
    expect(worker.logged).toMatchObject([
      { event: 'turn', provider: kind, code: null },
      { event: 'title', provider: kind, isUsable: true, code: null },
    ]);
    expect(JSON.stringify(worker.logged)).not.toContain(marker);

    await askForJson(worker, { message: `and ${marker} now?`, providerId, chatId }, headers);
    await worker.settled();
    expect(await modelRequests(marker)).toHaveLength(3);
  });
});

test('a visitor has titles too', async () => {
  const worker = createTestWorker({ env });
  const { chatId } = await askForJson(worker, { message: 'what is a tide?' }, await becomeVisitor(worker));
  await worker.settled();
  expect(await storedChat(chatId)).toMatchObject({ title: 'What Is A Tide' });
});

test('an answer as JSON does not wait for a title', async () => {
  const titles = holdTitles();
  const worker = createTestWorker({ env, fetch: titles.fetch });
  const { headers } = await signUp();
  const { message, chatId } = await askForJson(worker, { message: 'what is a tide?' }, headers);
  expect(message.status).toBe('complete');
  await titles.asked;
  titles.release();
  await worker.settled();
  expect(await storedChat(chatId)).toMatchObject({ title: 'What Is A Tide' });
});

test('nor does the end of a streamed one, and who leaves after it changes nothing', async () => {
  const titles = holdTitles();
  const worker = createTestWorker({ env, fetch: titles.fetch });
  const { headers } = await signUp();
  const chatId = crypto.randomUUID();
  const reply = await ask(worker, { message: 'what is a tide?', chatId }, headers);
  const reader = reply.body?.pipeThrough(new TextDecoderStream()).getReader();
  let seen = '';
  while (!seen.includes('"type":"finish"')) seen += String((await reader?.read())?.value);
  await titles.asked;
  await reader?.cancel();
  titles.release();
  await worker.settled();
  expect(await storedChat(chatId)).toMatchObject({ title: 'What Is A Tide', title_source: 'model' });
  expect(await rows(`chat_messages?chat_id=eq.${chatId}&role=eq.assistant`)).toMatchObject([
    { status: 'complete' },
  ]);
  expect(worker.cancelled).toEqual([]);
});

test('a name that somebody gave meanwhile stays, and is the one that is told', async () => {
  const titles = holdTitles();
  const worker = createTestWorker({ env, fetch: titles.fetch });
  const { headers } = await signUp();
  const chatId = crypto.randomUUID();
  const whole = ask(worker, { message: 'what is a tide?', chatId }, headers).then(readEvents);
  await titles.asked;
  await updateRows(`chats?id=eq.${chatId}`, { title: 'My own name', title_source: 'user' });
  titles.release();
  expect((await whole).parts.at(-1)).toMatchObject({ data: { title: 'My own name' } });
  await worker.settled();
  expect(await storedChat(chatId)).toMatchObject({ title: 'My own name' });
});

test.each([
  ['refuses', () => Response.json({ error: {} }, { status: 500 }), 0, 'provider_failed'],
  [
    'says nothing',
    () => new Response(emptyTitle, { headers: { 'content-type': 'text/event-stream' } }),
    1,
    null,
  ],
])('a chat whose model %s keeps its first title, and the stream ends', async (_name, answer, least, code) => {
  const worker = createTestWorker({ env, fetch: released(answer).fetch });
  const { headers } = await signUp();
  const chatId = crypto.randomUUID();
  const { types, isClosed } = await readEvents(
    await ask(worker, { message: 'what is a tide?', chatId }, headers),
  );
  await worker.settled();
  expect([types.at(-1), isClosed]).toEqual(['finish', true]);
  expect(await storedChat(chatId)).toMatchObject({ title: 'what is a tide?', title_source: 'message' });
  const paid = await storedTitle(chatId);
  expect(paid).toMatchObject({ state: 'settled' });
  expect(Math.min(1, Number(paid?.['cost_micro_usd']))).toBe(least);
  expect(worker.logged).toMatchObject([{ event: 'turn' }, { event: 'title', isUsable: false, code }]);
  // Nobody waits for a title, so nobody tries again.
  expect(worker.fetched.filter(isModelUrl)).toHaveLength(2);
});

const emptyTitle = 'data: {"choices":[{"delta":{"content":"\\"\\""},"finish_reason":"stop"}]}\n\n';

describe('no title is asked for', () => {
  test('after an answer that failed', async () => {
    const worker = createTestWorker({ env });
    const { headers } = await signUp();
    await readEvents(await ask(worker, { message: 'simulate error' }, headers));
    await worker.settled();
    expect(worker.fetched.some((url) => url.endsWith('/finish_title'))).toBe(false);
  });

  test('when the owner does not want any', async () => {
    const worker = createTestWorker({ env: { MODEL_TITLES: 'false' } });
    const { headers } = await signUp();
    const { chatId } = await askForJson(worker, { message: 'what is a tide?' }, headers);
    await worker.settled();
    expect(worker.fetched.filter(isModelUrl)).toHaveLength(1);
    expect(await storedChat(chatId)).toMatchObject({ title: 'what is a tide?', title_source: 'message' });
    expect(await storedTitle(chatId)).toBeUndefined();
  });
});

test('a title waits for a database that starts again, and is stored once', async () => {
  let calls = 0;
  const startsAgain = databaseSays('finish_title', 503, { code: '57P03' });
  const worker = createTestWorker({
    env,
    fetch: (input, init) => {
      const isTitle = addressOf(input).endsWith('/finish_title');
      if (isTitle) calls += 1;
      return (isTitle && calls === 1 ? startsAgain : fetch)(input, init);
    },
  });
  const { headers } = await signUp();
  const chatId = crypto.randomUUID();
  await readEvents(await ask(worker, { message: 'what is a tide?', chatId }, headers));
  await worker.settled();
  expect(calls).toBe(2);
  expect(await storedChat(chatId)).toMatchObject({ title_source: 'model' });
  expect(await storedTitle(chatId)).toMatchObject({ state: 'settled' });
});

test('a title that can not be stored is lost, and nothing else', async () => {
  const worker = createTestWorker({
    env,
    fetch: databaseSays('finish_title', 404, { code: '42P01' }),
  });
  const { headers } = await signUp();
  const { types, isClosed } = await readEvents(await ask(worker, { message: 'what is a tide?' }, headers));
  await worker.settled();
  expect([types.at(-1), isClosed]).toEqual(['finish', true]);
  expect(worker.fetched.filter((url) => url.endsWith('/finish_title'))).toHaveLength(1);
});
