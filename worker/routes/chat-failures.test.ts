import { describe, expect, inject, test } from 'vitest';
import type { StreamPart } from '../../protocol/event-stream.ts';
import { addressOf } from '../testing/address-of.ts';
import { anthropic, ask, openAi, readProblem } from '../testing/ask.ts';
import { createTestWorker, testProviderKey } from '../testing/create-test-worker.ts';
import { rows } from '../testing/database.ts';
import { isModelUrl } from '../testing/model-journal.ts';
import { readEvents } from '../testing/read-events.ts';
import { signUp } from '../testing/sign-up.ts';
import { becomeVisitor } from '../testing/visitor.ts';

function problemIn(parts: StreamPart[]): unknown {
  const last = parts.at(-1);
  return last?.type === 'error' ? JSON.parse(last.errorText) : last;
}

/** A vendor that takes the request and then says nothing until it is cancelled. */
const silentModel: typeof fetch = (input, init) => {
  if (!isModelUrl(input)) return fetch(input, init);
  return new Promise((_resolve, reject) => {
    init?.signal?.addEventListener('abort', () => {
      reject(new DOMException('Aborted', 'AbortError'));
    });
  });
};

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

describe('a reader who leaves', () => {
  test('in the middle stops the provider, and what came is kept as stopped', async () => {
    const worker = createTestWorker();
    const { headers } = await signUp();
    const chatId = crypto.randomUUID();
    const reply = await ask(worker, { message: 'slow', chatId }, headers);
    const reader = reply.body?.pipeThrough(new TextDecoderStream()).getReader();
    let seen = '';
    while (!seen.includes('text-delta')) seen += String((await reader?.read())?.value);
    await reader?.cancel();
    await worker.settled();

    const [answer] = await rows(`chat_messages?chat_id=eq.${chatId}&role=eq.assistant`);
    expect(answer).toMatchObject({ status: 'stopped', error_code: null });
    expect(answer?.['content']).not.toBe('');
    expect(worker.logged).toMatchObject([{ event: 'turn', status: 'stopped', code: null }]);
    expect(worker.cancelled.filter(isModelUrl)).toHaveLength(1);
  });

  test('before the first word stops the provider, and the message may ask again', async () => {
    const worker = createTestWorker({ fetch: silentModel });
    const { headers } = await signUp();
    const chatId = crypto.randomUUID();
    const leaving = new AbortController();
    const reply = await ask(worker, { message: 'Never mind', chatId }, headers, leaving.signal);
    expect(reply.status).toBe(200);
    leaving.abort();
    await worker.settled();
    expect(worker.cancelled.filter(isModelUrl)).toHaveLength(1);
    expect(await rows(`chat_messages?chat_id=eq.${chatId}&role=eq.assistant`)).toMatchObject([
      { status: 'interrupted', content: '' },
    ]);
  });
});

test('an answer that can not be stored is not called complete', async () => {
  const worker = createTestWorker({
    fetch: (input, init) =>
      addressOf(input).endsWith('/finish_turn')
        ? Promise.resolve(Response.json({ code: '57P03', message: 'down', details: null }, { status: 503 }))
        : fetch(input, init),
  });
  const { headers } = await signUp();
  const { types, parts } = await readEvents(await ask(worker, { message: 'Remember this' }, headers));
  await worker.settled();
  expect(types.slice(-3)).toEqual(['text-end', 'message-metadata', 'error']);
  expect(problemIn(parts)).toMatchObject({ code: 'service_unavailable' });
  expect(worker.fetched.filter((url) => url.endsWith('/finish_turn'))).toHaveLength(3);
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
