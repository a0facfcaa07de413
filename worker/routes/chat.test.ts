import { describe, expect, test } from 'vitest';
import type { AnswerMetadata, StreamPart } from '../../protocol/event-stream.ts';
import { anthropic, ask, askForJson, openAi, pirate } from '../testing/ask.ts';
import cachedAnswer from '../providers/anthropic/__fixtures__/answer.sse?raw';
import { chunkedFetch } from '../testing/chunked-fetch.ts';
import { createTestWorker } from '../testing/create-test-worker.ts';
import { rows } from '../testing/database.ts';
import { isModelUrl, modelRequests } from '../testing/model-journal.ts';
import { readEvents } from '../testing/read-events.ts';
import { signUp } from '../testing/sign-up.ts';
import { becomeVisitor } from '../testing/visitor.ts';

describe.each([
  ['openai', openAi],
  ['anthropic', anthropic],
])('a streamed turn with %s', (kind, providerId) => {
  test("a user's words and the answer are stored, in order and with their cost", async () => {
    const worker = createTestWorker();
    const { headers, userId } = await signUp();
    const chatId = crypto.randomUUID();
    const messageId = crypto.randomUUID();
    const message = `What is a tide? ${crypto.randomUUID()}`;

    const reply = await ask(worker, { message, providerId, promptId: pirate, chatId, messageId }, headers);
    expect(reply.status).toBe(200);
    expect(Object.fromEntries(reply.headers)).toMatchObject({
      'content-type': 'text/event-stream',
      'cache-control': 'no-cache',
      'x-accel-buffering': 'no',
      'x-vercel-ai-ui-message-stream': 'v1',
    });
    const { types, parts, text, isClosed } = await readEvents(reply);
    await worker.settled();

    expect(types.slice(0, 6)).toEqual([
      'start',
      'data-chat',
      'data-quota',
      'start-step',
      'text-start',
      'text-delta',
    ]);
    expect(types.slice(-3)).toEqual(['text-end', 'finish-step', 'finish']);
    expect(isClosed).toBe(true);
    expect(parts[0]).toMatchObject({ messageMetadata: { chatId, userMessageId: messageId } });
    expect(parts[1]).toMatchObject({ data: { id: chatId, title: message }, transient: true });
    expect(parts[2]).toMatchObject({ data: { limit: 200, used: 1, remaining: 199 }, transient: true });
    expect(text).toContain('Arr!');

    expect(await rows(`chats?id=eq.${chatId}`)).toMatchObject([
      { user_id: userId, visitor_id: null, title: message },
    ]);
    expect(await rows(`chat_messages?chat_id=eq.${chatId}&order=seq`)).toMatchObject([
      { id: messageId, role: 'user', content: message, user_id: userId, parent_id: null },
      {
        role: 'assistant',
        content: text,
        parent_id: messageId,
        status: 'complete',
        finish_reason: 'stop',
        ai_provider_id: providerId,
        system_prompt_id: pirate,
      },
    ]);
    const [ledger] = await rows(`usage?chat_id=eq.${chatId}`);
    expect(ledger).toMatchObject({ state: 'settled', is_estimated: false });
    expect(ledger?.['cost_micro_usd']).toBeGreaterThan(0);
    const [{ api_identifier: apiIdentifier } = {}] = await rows(`ai_providers?id=eq.${providerId}`);
    expect(apiIdentifier).toEqual(expect.stringContaining(kind));
    expect(worker.logged).toMatchObject([
      { event: 'turn', provider: kind, apiIdentifier, status: 'complete', code: null },
    ]);
  });

  test('the model is told the conversation so far, and the prompt', async () => {
    const worker = createTestWorker();
    const { headers } = await signUp();
    const first = await askForJson(
      worker,
      { message: 'My name is Ada.', providerId, promptId: pirate },
      headers,
    );
    const marker = crypto.randomUUID();
    await askForJson(
      worker,
      { message: `Who am I? ${marker}`, providerId, promptId: pirate, chatId: first.chatId },
      headers,
    );

    const [request] = await modelRequests(marker);
    const text = JSON.stringify(request?.body);
    expect(text).toContain('My name is Ada.');
    expect(text).toContain('Arr! Ye said');
    expect(text).toMatch(/[Pp]irate/);
  });
});

test('a turn as JSON has both messages, the usage and the quota', async () => {
  const worker = createTestWorker();
  const visitor = await becomeVisitor(worker);
  const messageId = crypto.randomUUID();
  const { chatId, message, userMessage, usage, quota } = await askForJson(
    worker,
    { message: '**Hello** there', messageId },
    visitor,
  );
  expect(userMessage).toMatchObject({
    id: messageId,
    role: 'user',
    content: '**Hello** there',
    parentId: null,
  });
  expect(message).toMatchObject({
    role: 'assistant',
    parentId: messageId,
    status: 'complete',
    providerId: openAi,
    usage,
  });
  expect(usage?.outputTokens).toBeGreaterThan(0);
  expect(quota).toMatchObject({ limit: 3, used: 1, remaining: 2 });
  expect(await rows(`chats?id=eq.${chatId}`)).toMatchObject([{ user_id: null, title: 'Hello there' }]);
});

test('a second turn follows the newest message, and a new answer stands beside the old one', async () => {
  const worker = createTestWorker();
  const { headers } = await signUp();
  const first = await askForJson(worker, { message: 'One' }, headers);
  const { chatId } = first;
  const second = await askForJson(worker, { message: 'Two', chatId }, headers);
  expect(second.userMessage.parentId).toBe(first.message.id);
  const again = await askForJson(
    worker,
    { regenerate: true, chatId, parentId: second.userMessage.id },
    headers,
  );
  expect(again.message).toMatchObject({ parentId: second.userMessage.id, status: 'complete' });
  expect(again.message.id).not.toBe(second.message.id);
});

function metadataOf(part: StreamPart | undefined): AnswerMetadata {
  return part?.type === 'finish' ? part.messageMetadata : {};
}

test('the same message again is the stored answer again, not another request to the model', async () => {
  const worker = createTestWorker();
  const visitor = await becomeVisitor(worker);
  const message = `Only once ${crypto.randomUUID()}`;
  const body = { message, messageId: crypto.randomUUID(), chatId: crypto.randomUUID() };
  const first = await readEvents(await ask(worker, body, visitor));
  await worker.settled();

  const again = await readEvents(await ask(worker, body, visitor));
  expect(again.text).toBe(first.text);
  expect(again.parts[0]).toEqual(first.parts[0]);
  // But how long the first word took is news once.
  const { ttftMs, ...metadata } = metadataOf(first.parts.at(-1));
  expect(ttftMs).toBeGreaterThanOrEqual(0);
  expect(again.parts.at(-1)).toEqual({ ...first.parts.at(-1), messageMetadata: metadata });
  expect([...new Set(again.types)]).toEqual([...new Set(first.types)]);
  expect(again.isClosed).toBe(true);

  const asJson = await askForJson(worker, body, visitor);
  expect(asJson.message.content).toBe(first.text);
  expect(asJson.quota.used).toBe(1);
  expect(await modelRequests(message)).toHaveLength(1);
  expect(await rows(`chat_messages?chat_id=eq.${body.chatId}`)).toHaveLength(2);
});

test('a turn with a warm catalog is one request to the database before the model and one after', async () => {
  const worker = createTestWorker();
  const { headers } = await signUp();
  await worker.send('/api/ai-providers');
  worker.fetched.length = 0;
  await readEvents(await ask(worker, { message: 'How many trips?' }, headers));
  await worker.settled();
  expect(worker.fetched.map((url) => new URL(url).pathname)).toEqual([
    '/rest/v1/rpc/begin_turn',
    '/v1/chat/completions',
    '/rest/v1/rpc/finish_turn',
  ]);
});

test('tokens that were written into a cache are in the ledger', async () => {
  const vendor = chunkedFetch([cachedAnswer]);
  const worker = createTestWorker({
    fetch: (input, init) => (isModelUrl(input) ? vendor(input, init) : fetch(input, init)),
  });
  const { headers } = await signUp();
  const { chatId, usage } = await askForJson(worker, { message: 'Hi', providerId: anthropic }, headers);
  expect(usage).toEqual({ inputTokens: 2012, outputTokens: 9, cachedInputTokens: 1900 });
  expect(await rows(`usage?chat_id=eq.${chatId}`)).toMatchObject([
    { input_tokens: 2012, output_tokens: 9, cached_input_tokens: 1900, cache_write_tokens: 100 },
  ]);
});

test('a long answer comes whole, in far fewer events than the provider sent', async () => {
  const worker = createTestWorker();
  const { headers } = await signUp();
  const { text, types } = await readEvents(await ask(worker, { message: 'simulate long' }, headers));
  await worker.settled();
  expect(text.length).toBeGreaterThan(64 * 1024);
  expect(types.filter((type) => type === 'text-delta').length).toBeLessThan(300);
});

test('8,000 characters are not too many, however many bytes they take', async () => {
  const { userMessage } = await askForJson(createTestWorker(), { message: '東'.repeat(8_000) });
  expect(userMessage.content).toHaveLength(8_000);
});
