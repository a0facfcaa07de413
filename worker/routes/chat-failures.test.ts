import { describe, expect, inject, test } from 'vitest';
import type { StreamPart } from '../../protocol/event-stream.ts';
import { addressOf } from '../testing/address-of.ts';
import { anthropic, ask, openAi, readProblem } from '../testing/ask.ts';
import { createTestWorker, testProviderKey } from '../testing/create-test-worker.ts';
import { rows } from '../testing/database.ts';
import { isModelUrl, silentModel } from '../testing/model-journal.ts';
import { readEvents } from '../testing/read-events.ts';
import { signUp } from '../testing/sign-up.ts';
import { becomeVisitor } from '../testing/visitor.ts';

function problemIn(parts: StreamPart[]): unknown {
  const last = parts.at(-1);
  return last?.type === 'error' ? JSON.parse(last.errorText) : last;
}

const databaseIsDown = { code: '57P03', message: 'down', details: null };

describe.each([
  ['openai', openAi],
  ['anthropic', anthropic],
])('%s fails', (_kind, providerId) => {
  test.each([
    ['simulate 429', 'provider_overloaded', 503],
    ['simulate error', 'provider_failed', 502],
  ])('before the first word: %s', async (message, code, status) => {
    const worker = createTestWorker();
    const visitor = await becomeVisitor(worker);
    const chatId = crypto.randomUUID();
    const { types, parts, isClosed } = await readEvents(
      await ask(worker, { message, providerId, chatId }, visitor),
    );
    await worker.settled();
    expect(types).toEqual([
      'start',
      'data-chat',
      'data-quota',
      'start-step',
      'data-quota',
      'message-metadata',
      'error',
    ]);
    expect(parts.at(-2)).toMatchObject({ messageMetadata: { status: 'failed' } });
    expect(problemIn(parts)).toMatchObject({ code, status, retryable: true });
    expect(isClosed).toBe(true);
    expect(await rows(`chat_messages?chat_id=eq.${chatId}&role=eq.assistant`)).toMatchObject([
      { status: 'failed', content: '', error_code: code },
    ]);
    const usage = await worker.send('/api/anonymous-usage', { headers: visitor });
    expect(await usage.json()).toMatchObject({ used: 0 });
    expect(worker.logged).toMatchObject([{ event: 'turn', level: 'error', status: 'failed', code }]);
  });

  test('in the middle: what came is kept', async () => {
    const { livelyOpenaiBaseUrl, livelyAnthropicBaseUrl } = inject('stack');
    const worker = createTestWorker({
      env: { OPENAI_BASE_URL: livelyOpenaiBaseUrl, ANTHROPIC_BASE_URL: livelyAnthropicBaseUrl },
    });
    const { headers } = await signUp();
    const chatId = crypto.randomUUID();
    const reply = await ask(worker, { message: 'simulate disconnect', providerId, chatId }, headers);
    const { types, parts, text, isClosed } = await readEvents(reply);
    await worker.settled();
    expect(types.slice(-3)).toEqual(['text-end', 'message-metadata', 'error']);
    expect(parts.at(-2)).toMatchObject({ messageMetadata: { status: 'interrupted' } });
    expect(problemIn(parts)).toMatchObject({ code: 'provider_failed' });
    expect(isClosed).toBe(true);
    expect(text).not.toBe('');
    expect(await rows(`chat_messages?chat_id=eq.${chatId}&role=eq.assistant`)).toMatchObject([
      { status: 'interrupted', content: text },
    ]);
  });

  test('as JSON: the status is that of the problem', async () => {
    const worker = createTestWorker();
    const reply = await ask(worker, { message: 'simulate 429', providerId }, { accept: 'application/json' });
    expect(await readProblem(reply)).toMatchObject({
      status: 503,
      code: 'provider_overloaded',
      retryAfter: 2,
    });
    expect(reply.headers.get('retry-after')).toBe('2');
  });
});

test('a failed message can be sent again, and is then answered, as the same message', async () => {
  const model: { isDown: boolean } = { isDown: true };
  const worker = createTestWorker({
    fetch: (input, init) =>
      model.isDown && isModelUrl(input)
        ? Promise.resolve(new Response('{}', { status: 500 }))
        : fetch(input, init),
  });
  const { headers } = await signUp();
  const body = { message: 'Try me', messageId: crypto.randomUUID(), chatId: crypto.randomUUID() };
  expect((await readEvents(await ask(worker, body, headers))).types.at(-1)).toBe('error');
  await worker.settled();
  model.isDown = false;
  expect((await readEvents(await ask(worker, body, headers))).types.at(-1)).toBe('finish');
  await worker.settled();
  const stored = await rows(`chat_messages?chat_id=eq.${body.chatId}&order=seq`);
  expect(stored.map(({ role, status }) => [role, status])).toEqual([
    ['user', 'complete'],
    ['assistant', 'failed'],
    ['assistant', 'complete'],
  ]);
});

test('a provider that never begins is given up, and the request to it is cancelled', async () => {
  const worker = createTestWorker({ env: { FIRST_TOKEN_TIMEOUT_MS: '50' }, fetch: silentModel });
  const { parts } = await readEvents(await ask(worker, { message: 'Anybody there?' }));
  await worker.settled();
  expect(problemIn(parts)).toMatchObject({ code: 'provider_timeout', status: 504 });
  expect(worker.cancelled.filter(isModelUrl)).toHaveLength(1);
});

describe('the end of an answer', () => {
  test('is stored although the database is away for a moment', async () => {
    let isAway = true;
    const worker = createTestWorker({
      fetch: (input, init) => {
        if (!isAway || !addressOf(input).endsWith('/finish_turn')) return fetch(input, init);
        isAway = false;
        return Promise.resolve(Response.json(databaseIsDown, { status: 503 }));
      },
    });
    const { headers } = await signUp();
    const { types } = await readEvents(await ask(worker, { message: 'Remember this' }, headers));
    await worker.settled();
    expect(types.at(-1)).toBe('finish');
    expect(worker.fetched.filter((url) => url.endsWith('/finish_turn'))).toHaveLength(2);
  });

  test('that can not be stored is not called complete', async () => {
    const worker = createTestWorker({
      fetch: (input, init) =>
        addressOf(input).endsWith('/finish_turn')
          ? Promise.resolve(Response.json({ ...databaseIsDown, code: '42P01' }, { status: 404 }))
          : fetch(input, init),
    });
    const { headers } = await signUp();
    const { types, parts } = await readEvents(await ask(worker, { message: 'Remember this' }, headers));
    await worker.settled();
    expect(types.slice(-3)).toEqual(['text-end', 'message-metadata', 'error']);
    expect(problemIn(parts)).toMatchObject({ code: 'internal' });
  });
});

test('the log knows nothing of what was said, of tokens, addresses and keys', async () => {
  const worker = createTestWorker({ ip: '203.0.113.77' });
  const { headers, accessToken, userId } = await signUp();
  const canary = `canary-${crypto.randomUUID()}`;
  const visitor = await becomeVisitor(worker);
  for (const message of [canary, `${canary} simulate error`, `${canary} simulate disconnect`]) {
    await readEvents(await ask(worker, { message }, headers));
    await readEvents(await ask(worker, { message, providerId: anthropic }, visitor));
  }
  await ask(worker, { message: canary, role: canary }, headers);
  await worker.settled();
  const log = JSON.stringify(worker.logged);
  expect(worker.logged.length).toBe(7);
  for (const secret of [
    canary,
    accessToken,
    userId,
    testProviderKey,
    '203.0.113.77',
    ...Object.values(visitor),
  ])
    expect(log).not.toContain(secret);
});
