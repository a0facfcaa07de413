import { describe, expect, test } from 'vitest';
import { anthropic, ask, askForJson, openAi, readProblem } from '../testing/ask.ts';
import { createTestWorker } from '../testing/create-test-worker.ts';
import { rows } from '../testing/database.ts';
import { betweenModels, isModelUrl, modelRequests } from '../testing/model-journal.ts';
import { readEvents } from '../testing/read-events.ts';
import { signUp } from '../testing/sign-up.ts';

const overloaded = (headers: Record<string, string> = {}) =>
  Response.json({ error: { type: 'overloaded_error' } }, { status: 503, headers });

describe.each([
  ['openai', openAi],
  ['anthropic', anthropic],
])('%s', (_kind, providerId) => {
  test.each([
    ['is overloaded', () => overloaded()],
    ['can not be reached', () => Promise.reject(new TypeError('Network connection lost.'))],
    [
      'ends its reply before it began',
      () => new Response('', { headers: { 'content-type': 'text/event-stream' } }),
    ],
  ])('%s twice: the third answer is the only one, and paid for once', async (_name, fail) => {
    const fetch = betweenModels((request) => (request < 2 ? fail() : undefined));
    const worker = createTestWorker({ fetch });
    const { headers } = await signUp();
    const chatId = crypto.randomUUID();
    const { parts, types } = await readEvents(
      await ask(worker, { message: 'Try me', providerId, chatId }, headers),
    );
    await worker.settled();
    expect(types.filter((type) => type === 'start' || type === 'text-start')).toEqual([
      'start',
      'text-start',
    ]);
    expect(parts.at(-1)).toMatchObject({ type: 'finish', messageMetadata: { status: 'complete' } });
    expect(worker.fetched.filter(isModelUrl)).toHaveLength(3);
    expect(worker.paused).toHaveLength(2);
    expect(await rows(`usage?chat_id=eq.${chatId}`)).toMatchObject([
      { state: 'settled', is_estimated: false },
    ]);
    expect(worker.logged).toMatchObject([{ event: 'turn', attempts: 3, fallback: false, code: null }]);
  });

  test('is asked three times at most, as late as it wants to be, and then its message is given back', async () => {
    const worker = createTestWorker();
    const { headers } = await signUp();
    const message = `simulate 429 ${crypto.randomUUID()}`;
    const reply = await ask(worker, { message, providerId }, { ...headers, accept: 'application/json' });
    expect((await readProblem(reply)).code).toBe('provider_overloaded');
    await worker.settled();
    expect(await modelRequests(message)).toHaveLength(3);
    expect(worker.paused).toHaveLength(2);
    for (const ms of worker.paused) expect(ms).toBeGreaterThanOrEqual(2_000);
    const { quota } = await askForJson(worker, { message: 'Another', providerId }, headers);
    expect(quota.used).toBe(1);
  });
});

test.each([
  ['wants to be left alone for longer than a reader waits', () => overloaded({ 'retry-after': '11' })],
  ['will not like the next one either', () => Response.json({ error: {} }, { status: 400 })],
  ['does not accept our key', () => Response.json({ error: {} }, { status: 401 })],
])('a model that %s is asked once', async (_name, fail) => {
  const worker = createTestWorker({ fetch: betweenModels(() => fail()) });
  const { types } = await readEvents(await ask(worker, { message: 'Once' }, (await signUp()).headers));
  await worker.settled();
  expect(types.at(-1)).toBe('error');
  expect(worker.fetched.filter(isModelUrl)).toHaveLength(1);
});

test('an answer that has begun is never begun again', async () => {
  const half = 'data: {"choices":[{"delta":{"content":"Half"}}]}\n\n';
  const fetch = betweenModels(() => new Response(half, { headers: { 'content-type': 'text/event-stream' } }));
  const worker = createTestWorker({ fetch });
  const { text, types } = await readEvents(await ask(worker, { message: 'Hi' }, (await signUp()).headers));
  await worker.settled();
  expect([text, types.at(-1)]).toEqual(['Half', 'error']);
  expect(worker.fetched.filter(isModelUrl)).toHaveLength(1);
});
