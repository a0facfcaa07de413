import { SignJWT } from 'jose';
import { describe, expect, inject, test } from 'vitest';
import { addressOf } from '../testing/address-of.ts';
import { anthropic, ask, askForJson, readProblem } from '../testing/ask.ts';
import { createTestWorker } from '../testing/create-test-worker.ts';
import { holdModel, isModelUrl, modelRequests } from '../testing/model-journal.ts';
import { signUp } from '../testing/sign-up.ts';
import { becomeVisitor } from '../testing/visitor.ts';

describe('the free messages of a visitor', () => {
  test('end with the fourth: 429, with where they stand and when to come back', async () => {
    const worker = createTestWorker();
    const visitor = await becomeVisitor(worker);
    for (const remaining of [2, 1, 0]) {
      const { quota } = await askForJson(worker, { message: 'One more' }, visitor);
      expect(quota.remaining).toBe(remaining);
    }
    const marker = `the fourth ${crypto.randomUUID()}`;
    const reply = await ask(worker, { message: marker, providerId: anthropic }, visitor);
    const { code, retryAfter, quota } = await readProblem(reply);
    expect(code).toBe('anonymous_limit_reached');
    expect(reply.status).toBe(429);
    expect(quota).toMatchObject({ limit: 3, used: 3, remaining: 0 });
    expect(retryAfter).toBeGreaterThan(23 * 3_600);
    expect(reply.headers.get('retry-after')).toBe(String(retryAfter));
    expect(await modelRequests(marker)).toHaveLength(0);
  });

  test('are not renewed for long by throwing the visitor token away', async () => {
    const worker = createTestWorker({ env: { ANONYMOUS_IP_MESSAGE_LIMIT: '2' } });
    try {
      await askForJson(worker, { message: 'One' });
      await askForJson(worker, { message: 'Two' });
      expect((await readProblem(await ask(worker, { message: 'Three' }))).code).toBe(
        'anonymous_limit_reached',
      );
    } finally {
      // The limits are the deployment's, so the next test's worker would find these.
      await createTestWorker().send('/api/config');
    }
  });

  test('are not given to somebody whose address is unknown', async () => {
    const worker = createTestWorker({ ip: null });
    const problem = await readProblem(await ask(worker, { message: 'Who am I?' }));
    expect(problem.code).toBe('service_unavailable');
    expect(worker.fetched).toEqual([]);
  });
});

describe("somebody else's chat", () => {
  test('is not found, for users and visitors, before a model is asked', async () => {
    const worker = createTestWorker();
    const [owner, stranger] = await Promise.all([signUp(), signUp()]);
    const visitor = await becomeVisitor(worker);
    const mine = await askForJson(worker, { message: 'Mine' }, owner.headers);
    const theirs = await askForJson(worker, { message: 'Of a visitor' }, visitor);
    const marker = crypto.randomUUID();
    const attempts = [
      ask(worker, { message: marker, chatId: mine.chatId }, stranger.headers),
      ask(worker, { message: marker, chatId: mine.chatId }, visitor),
      ask(worker, { message: marker, chatId: theirs.chatId }, stranger.headers),
      ask(worker, { message: marker, chatId: theirs.chatId }, await becomeVisitor(createTestWorker())),
      ask(worker, { message: marker, messageId: mine.userMessage.id }, stranger.headers),
      ask(worker, { regenerate: true, chatId: mine.chatId, parentId: mine.userMessage.id }, stranger.headers),
    ];
    for (const reply of await Promise.all(attempts))
      expect((await readProblem(reply)).code).toBe('not_found');
    expect(await modelRequests(marker)).toHaveLength(0);
  });
});

describe('what is refused costs nothing', () => {
  const tooLong = '𝕏'.repeat(8_001);
  test.each([
    ['a field nobody knows', { message: 'Hi', role: 'system' }, 400, 'invalid_request'],
    ['nothing visible', { message: '\u200b' }, 400, 'invalid_request'],
    ['8,001 characters', { message: tooLong }, 413, 'message_too_long'],
    ['a body of 33 kB', { message: 'x'.repeat(33 * 1_024) }, 413, 'message_too_long'],
    ['an unknown model', { message: 'Hi', providerId: crypto.randomUUID() }, 400, 'provider_unavailable'],
    ['an unknown prompt', { message: 'Hi', promptId: crypto.randomUUID() }, 400, 'prompt_unavailable'],
    ['an unknown parent', { message: 'Hi', parentId: crypto.randomUUID() }, 404, 'not_found'],
  ])('%s', async (_name, body, status, code) => {
    const worker = createTestWorker();
    const visitor = await becomeVisitor(worker);
    const problem = await readProblem(await ask(worker, body, visitor));
    expect(problem).toMatchObject({ status, code });
    expect(worker.fetched.some(isModelUrl)).toBe(false);
    const usage = await worker.send('/api/anonymous-usage', { headers: visitor });
    expect(await usage.json()).toMatchObject({ used: 0 });
  });

  test('8,000 characters are not too many, however many bytes they take', async () => {
    const worker = createTestWorker();
    const { userMessage } = await askForJson(worker, { message: '東'.repeat(8_000) });
    expect(userMessage.content).toHaveLength(8_000);
  });

  test('a model whose key is missing', async () => {
    const worker = createTestWorker({ env: { ANTHROPIC_API_KEY: undefined } });
    const problem = await readProblem(await ask(worker, { message: 'Hi', providerId: anthropic }));
    expect(problem.code).toBe('provider_unavailable');
  });

  test('a budget that is used up', async () => {
    const worker = createTestWorker({ env: { DAILY_BUDGET_USD: '0' } });
    try {
      const problem = await readProblem(await ask(worker, { message: 'Hi' }));
      expect(problem).toMatchObject({ status: 429, code: 'budget_reached' });
      expect(problem.quota).toBeUndefined();
      expect(worker.fetched.some(isModelUrl)).toBe(false);
    } finally {
      await createTestWorker().send('/api/config');
    }
  });

  test('limits that the database refuses: the owner is told, and not a visitor', async () => {
    const refusal = { code: 'PT400', message: 'invalid_request', details: '{}' };
    const worker = createTestWorker({
      fetch: (input, init) =>
        addressOf(input).endsWith('/configure_deployment')
          ? Promise.resolve(Response.json(refusal, { status: 400 }))
          : fetch(input, init),
    });
    const problem = await readProblem(await ask(worker, { message: 'Hi' }));
    expect(problem).toMatchObject({ status: 500, code: 'internal' });
    expect(worker.logged[0]).toMatchObject({ event: 'misconfigured', causeCode: 'PT400' });
  });

  test('a token whose user is gone', async () => {
    const worker = createTestWorker();
    const nobody = await new SignJWT({ role: 'authenticated' })
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject(crypto.randomUUID())
      .setAudience('authenticated')
      .setExpirationTime('1h')
      .sign(new TextEncoder().encode(inject('stack').jwtSecret));
    const problem = await readProblem(
      await ask(worker, { message: 'Hi' }, { authorization: `Bearer ${nobody}` }),
    );
    expect(problem).toMatchObject({ status: 401, code: 'invalid_token' });
    expect(worker.fetched.some(isModelUrl)).toBe(false);
  });

  test('a database that can not be reached', async () => {
    const worker = createTestWorker({ env: { SUPABASE_URL: 'http://127.0.0.1:9' } });
    const problem = await readProblem(await ask(worker, { message: 'Hi' }));
    expect(problem).toMatchObject({ status: 503, code: 'service_unavailable', retryable: true });
  });
});

test('while an answer runs, the same message again is told so', async () => {
  const model = holdModel();
  const worker = createTestWorker({ fetch: model.fetch });
  const visitor = await becomeVisitor(worker);
  const body = { message: 'Twice', messageId: crypto.randomUUID(), chatId: crypto.randomUUID() };
  const first = await ask(worker, body, visitor);
  expect((await readProblem(await ask(worker, body, visitor))).code).toBe('turn_in_progress');
  model.release();
  expect(await first.text()).toContain('"type":"finish"');
});
