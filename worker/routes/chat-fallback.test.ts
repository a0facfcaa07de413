import { describe, expect, test } from 'vitest';
import { addressOf } from '../testing/address-of.ts';
import { anthropic, ask, askForJson, openAi, readProblem } from '../testing/ask.ts';
import { createTestWorker } from '../testing/create-test-worker.ts';
import { rows, updateRows } from '../testing/database.ts';
import { betweenModels, isModelUrl, silentModel } from '../testing/model-journal.ts';
import { offerProvider } from '../testing/offer-provider.ts';
import { readEvents } from '../testing/read-events.ts';
import { signUp } from '../testing/sign-up.ts';

const openAiPath = '/v1/chat/completions';

/** OpenAI answers so; whoever else is asked answers as ever. */
const openAiSays = (status: number) =>
  betweenModels((_request, path) =>
    path === openAiPath ? Response.json({ error: {} }, { status }) : undefined,
  );

const askedPaths = (fetched: readonly string[]) =>
  fetched.filter(isModelUrl).map((url) => new URL(url).pathname);

describe('when a model fails before its first word, its fallback answers', () => {
  test.each([
    ['at once, for a key that is refused', 401, 1, 'provider_auth'],
    ['after three attempts', 503, 3, 'provider_overloaded'],
  ])('%s', async (_name, status, attempts, code) => {
    const providerId = await offerProvider({ fallback: anthropic, price: { input: 1, output: 1 } });
    const worker = createTestWorker({ fetch: openAiSays(status) });
    const { headers } = await signUp();
    const chatId = crypto.randomUUID();
    const { text, parts } = await readEvents(
      await ask(worker, { message: 'Hi', providerId, chatId }, headers),
    );
    await worker.settled();

    expect(parts.at(-1)).toMatchObject({ type: 'finish', messageMetadata: { status: 'complete' } });
    expect(askedPaths(worker.fetched)).toEqual([...Array<string>(attempts).fill(openAiPath), '/v1/messages']);
    expect(await rows(`chat_messages?chat_id=eq.${chatId}&role=eq.assistant`)).toMatchObject([
      { status: 'complete', content: text, ai_provider_id: anthropic },
    ]);
    // At its own price: the other is next to nothing.
    const [ledger] = await rows(`usage?chat_id=eq.${chatId}`);
    expect(ledger).toMatchObject({ provider_id: anthropic, state: 'settled', is_estimated: false });
    expect(ledger?.['cost_micro_usd']).toBeGreaterThan(50);
    expect(worker.logged).toMatchObject([
      {
        event: 'turn',
        providerId: anthropic,
        provider: 'anthropic',
        attempts: attempts + 1,
        fallback: true,
        fallbackCode: code,
        status: 'complete',
      },
    ]);
  });

  test('when it hangs for half of the time that the first word has', async () => {
    const providerId = await offerProvider({ fallback: anthropic });
    const worker = createTestWorker({
      env: { FIRST_TOKEN_TIMEOUT_MS: '4000' },
      fetch: (input, init) =>
        addressOf(input).endsWith(openAiPath) ? silentModel(input, init) : fetch(input, init),
    });
    const { types } = await readEvents(
      await ask(worker, { message: 'Hi', providerId }, (await signUp()).headers),
    );
    await worker.settled();
    expect(types.at(-1)).toBe('finish');
    expect(askedPaths(worker.fetched)).toEqual([openAiPath, '/v1/messages']);
    expect(worker.cancelled.map((url) => new URL(url).pathname)).toContain(openAiPath);
    expect(worker.logged).toMatchObject([
      { event: 'turn', status: 'complete', fallbackCode: 'provider_timeout', attempts: 2 },
    ]);
  });

  test('in the message that comes as JSON too', async () => {
    const providerId = await offerProvider({ fallback: anthropic });
    const worker = createTestWorker({ fetch: openAiSays(500) });
    const { message } = await askForJson(worker, { message: 'Hi', providerId }, (await signUp()).headers);
    expect(message).toMatchObject({ providerId: anthropic, status: 'complete' });
  });
});

test('when both fail the message is given back, and the last one is named', async () => {
  const providerId = await offerProvider({ fallback: anthropic });
  const worker = createTestWorker({
    fetch: betweenModels((_request, path) =>
      Response.json({ error: {} }, { status: path === openAiPath ? 401 : 400 }),
    ),
  });
  const { headers } = await signUp();
  const chatId = crypto.randomUUID();
  const reply = await ask(
    worker,
    { message: 'Hi', providerId, chatId },
    { ...headers, accept: 'application/json' },
  );
  expect((await readProblem(reply)).code).toBe('provider_failed');
  await worker.settled();
  expect(await rows(`usage?chat_id=eq.${chatId}`)).toMatchObject([
    { provider_id: anthropic, state: 'refunded', cost_micro_usd: 0 },
  ]);
});

describe('the fallback is left alone', () => {
  test('once a word has come', async () => {
    const half =
      'data: {"choices":[{"delta":{"content":"Half"}}]}\n\ndata: {"error":{"code":"server_overloaded"}}\n\n';
    const providerId = await offerProvider({ fallback: anthropic });
    const worker = createTestWorker({
      fetch: betweenModels(() => new Response(half, { headers: { 'content-type': 'text/event-stream' } })),
    });
    const { text } = await readEvents(
      await ask(worker, { message: 'Hi', providerId }, (await signUp()).headers),
    );
    await worker.settled();
    expect(text).toBe('Half');
    expect(askedPaths(worker.fetched)).toEqual([openAiPath]);
  });

  test.each([
    ['what was asked was refused', 'content_filter', 'content_filtered'],
    ['the conversation was too long', 'context_length_exceeded', 'context_too_long'],
  ])('when %s', async (_name, said, code) => {
    const providerId = await offerProvider({ fallback: anthropic });
    const worker = createTestWorker({
      fetch: betweenModels(() => Response.json({ error: { code: said } }, { status: 400 })),
    });
    const reply = await ask(
      worker,
      { message: 'Hi', providerId },
      { ...(await signUp()).headers, accept: 'application/json' },
    );
    expect((await readProblem(reply)).code).toBe(code);
    expect(askedPaths(worker.fetched)).toEqual([openAiPath]);
  });

  test('when it is not offered, and then its own fallback is not asked either', async () => {
    const last = await offerProvider();
    const middle = await offerProvider({ kind: 'anthropic', fallback: last });
    const providerId = await offerProvider({ fallback: middle });
    await updateRows(`ai_providers?id=eq.${middle}`, { is_active: false });
    const worker = createTestWorker({ fetch: openAiSays(401) });
    const body = { message: 'Hi', providerId };
    const reply = await ask(worker, body, { ...(await signUp()).headers, accept: 'application/json' });
    expect((await readProblem(reply)).code).toBe('provider_auth');
    expect(askedPaths(worker.fetched)).toEqual([openAiPath]);
  });
});

test('an answer is kept although its fallback was taken out of the catalog while it was asked', async () => {
  const providerId = await offerProvider({ fallback: anthropic });
  const worker = createTestWorker({ fetch: openAiSays(401) });
  await worker.send('/api/ai-providers');
  const [row] = await rows(`ai_providers?id=eq.${providerId}`);
  await updateRows(`ai_providers?id=eq.${providerId}`, {
    config: { ...Object(row?.['config']), fallback: openAi },
  });
  const { headers } = await signUp();
  const chatId = crypto.randomUUID();
  const { text, types } = await readEvents(await ask(worker, { message: 'Hi', providerId, chatId }, headers));
  await worker.settled();
  expect(types.at(-1)).toBe('finish');
  expect(await rows(`chat_messages?chat_id=eq.${chatId}&role=eq.assistant`)).toMatchObject([
    { status: 'complete', content: text, ai_provider_id: providerId },
  ]);
});
