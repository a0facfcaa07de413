import { expect, test } from 'vitest';
import openAiLength from '../providers/openai/__fixtures__/length.sse?raw';
import { ask } from '../testing/ask.ts';
import { createTestWorker } from '../testing/create-test-worker.ts';
import { rows } from '../testing/database.ts';
import { betweenModels } from '../testing/model-journal.ts';
import { readEvents } from '../testing/read-events.ts';
import { signUp } from '../testing/sign-up.ts';

const choice = (fields: object) => `data: ${JSON.stringify({ choices: [fields] })}\n\n`;
const half = choice({ delta: { content: 'Half' } });

test.each([
  ['its limit of tokens', openAiLength, 'Once upon', 'length'],
  [
    'a filter behind its first words',
    half + choice({ delta: {}, finish_reason: 'content_filter' }),
    'Half',
    'content-filter',
  ],
])('an answer that ends by %s is complete, and says why it ended', async (_name, stream, content, reason) => {
  const headers = { 'content-type': 'text/event-stream' };
  const worker = createTestWorker({ fetch: betweenModels(() => new Response(stream, { headers })) });
  const chatId = crypto.randomUUID();
  const reply = await ask(worker, { message: 'Tell me', chatId }, (await signUp()).headers);
  const { parts, text } = await readEvents(reply);
  await worker.settled();
  expect(text).toBe(content);
  expect(parts.at(-1)).toMatchObject({ type: 'finish', finishReason: reason });
  expect(await rows(`chat_messages?chat_id=eq.${chatId}&role=eq.assistant`)).toMatchObject([
    { content, status: 'complete', finish_reason: reason, error_code: null },
  ]);
});

test('the end of a streamed answer tells how long its first word took; one without a word does not', async () => {
  const worker = createTestWorker();
  const { headers } = await signUp();
  const { parts } = await readEvents(await ask(worker, { message: 'Hi' }, headers));
  await worker.settled();
  const last = parts.at(-1);
  const told = last?.type === 'finish' ? last.messageMetadata.ttftMs : undefined;
  expect(told).toBeGreaterThanOrEqual(0);
  const traceId = expect.stringMatching(/^[\da-f]{32}$/) as string;
  expect(worker.logged).toMatchObject([{ ttftMs: told, traceId, attempts: 1, fallback: false }]);

  await readEvents(await ask(worker, { message: 'simulate error' }, headers));
  await worker.settled();
  expect(worker.logged.at(-1)).toMatchObject({ ttftMs: null, attempts: 3, code: 'provider_failed' });
});
