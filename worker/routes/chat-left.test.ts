import { describe, expect, inject, test } from 'vitest';
import { addressOf } from '../testing/address-of.ts';
import { anthropic, ask, openAi, readProblem } from '../testing/ask.ts';
import { createTestWorker } from '../testing/create-test-worker.ts';
import { rows } from '../testing/database.ts';
import { holdModel, isModelUrl, silentModel } from '../testing/model-journal.ts';
import { signUp } from '../testing/sign-up.ts';

test('a reader who leaves a stream stops nothing: the answer is finished, stored and billed once', async () => {
  const model = holdModel();
  const worker = createTestWorker({ leaveStops: false, fetch: model.fetch });
  const { headers } = await signUp();
  const chatId = crypto.randomUUID();
  const reply = await ask(worker, { message: 'Keep it', chatId }, headers);
  await reply.body?.cancel();
  await expect.poll(model.isAsked).toBe(true);
  model.release();
  await worker.settled();
  expect(worker.cancelled.filter(isModelUrl)).toHaveLength(0);
  expect(await rows(`chat_messages?chat_id=eq.${chatId}&role=eq.assistant`)).toMatchObject([
    { status: 'complete' },
  ]);
  expect(await rows(`usage?chat_id=eq.${chatId}`)).toMatchObject([{ state: 'settled' }]);
});

describe('where leaving stops, a reader who leaves a stream', () => {
  test('in the middle stops the provider, and what came is kept as stopped', async () => {
    const worker = createTestWorker();
    const { headers } = await signUp();
    const chatId = crypto.randomUUID();
    const reply = await ask(worker, { message: 'slow', chatId }, headers);
    const reader = reply.body?.pipeThrough(new TextDecoderStream()).getReader();
    let seen = '';
    while (!seen.includes('text-delta')) {
      const chunk = await reader?.read();
      if (!chunk?.value) throw new Error(`The stream ended without a word: ${seen}`);
      seen += chunk.value;
    }
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

  test.each([
    ['openai', openAi],
    ['anthropic', anthropic],
  ])('of %s settles by an estimate of what was written', async (_kind, providerId) => {
    const { livelyOpenaiBaseUrl, livelyAnthropicBaseUrl } = inject('stack');
    const worker = createTestWorker({
      env: { OPENAI_BASE_URL: livelyOpenaiBaseUrl, ANTHROPIC_BASE_URL: livelyAnthropicBaseUrl },
    });
    const { headers } = await signUp();
    const chatId = crypto.randomUUID();
    const reply = await ask(worker, { message: 'slow', providerId, chatId }, headers);
    const reader = reply.body?.pipeThrough(new TextDecoderStream()).getReader();
    let seen = '';
    while (seen.split('text-delta').length < 20) seen += String((await reader?.read())?.value);
    await reader?.cancel();
    await worker.settled();

    const [answer] = await rows(`chat_messages?chat_id=eq.${chatId}&role=eq.assistant`);
    expect(answer).toMatchObject({ status: 'stopped', token_usage: null });
    const bytes = new TextEncoder().encode(String(answer?.['content'])).length;
    expect(await rows(`usage?chat_id=eq.${chatId}`)).toMatchObject([
      { state: 'settled', is_estimated: true, output_tokens: Math.ceil(bytes / 3) },
    ]);
  });
});

test('a client that leaves while its turn begins leaves no turn half begun', async () => {
  const open: { release?: () => void } = {};
  const begun = Promise.withResolvers<undefined>();
  const worker = createTestWorker({
    fetch: async (input, init) => {
      const reply = await fetch(input, init);
      if (addressOf(input).endsWith('/begin_turn')) {
        begun.resolve(undefined);
        await new Promise<void>((resolve) => {
          open.release = resolve;
        });
      }
      return reply;
    },
  });
  const { headers } = await signUp();
  const chatId = crypto.randomUUID();
  const leaving = new AbortController();
  const reply = ask(worker, { message: 'Hello?', chatId }, headers, leaving.signal);
  await begun.promise;
  leaving.abort();
  const settled = worker.settled();
  open.release?.();
  await settled;
  expect(worker.fetched.filter((url) => url.endsWith('/finish_turn'))).toHaveLength(1);
  expect(await rows(`usage?chat_id=eq.${chatId}`)).toMatchObject([{ state: 'settled' }]);
  await reply;
});

describe('a client that leaves while it waits for JSON', () => {
  test('stops nothing: the answer is kept, and billed once', async () => {
    const model = holdModel();
    const worker = createTestWorker({ fetch: model.fetch });
    const { headers } = await signUp();
    const body = { message: 'Keep it', messageId: crypto.randomUUID(), chatId: crypto.randomUUID() };
    const leaving = new AbortController();
    const reply = ask(worker, body, { ...headers, accept: 'application/json' }, leaving.signal);
    await expect.poll(model.isAsked).toBe(true);
    leaving.abort();
    model.release();
    await reply;
    await worker.settled();
    expect(worker.cancelled.filter(isModelUrl)).toHaveLength(0);
    expect(await rows(`chat_messages?chat_id=eq.${body.chatId}&role=eq.assistant`)).toMatchObject([
      { status: 'complete' },
    ]);
    expect(await rows(`usage?chat_id=eq.${body.chatId}`)).toMatchObject([{ state: 'settled' }]);
  });

  test('before anything was begun begins nothing', async () => {
    const worker = createTestWorker();
    const { headers } = await signUp();
    const left = AbortSignal.abort();
    const reply = await ask(
      worker,
      { message: 'Too late' },
      { ...headers, accept: 'application/json' },
      left,
    );
    expect((await readProblem(reply)).code).toBe('invalid_request');
    expect(worker.fetched).toEqual([]);
  });
});
