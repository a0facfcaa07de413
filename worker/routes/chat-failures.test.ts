import { describe, expect, inject, test } from 'vitest';
import type { StreamPart } from '../../protocol/event-stream.ts';
import { addressOf } from '../testing/address-of.ts';
import { anthropic, ask, openAi } from '../testing/ask.ts';
import { createTestWorker } from '../testing/create-test-worker.ts';
import { rows } from '../testing/database.ts';
import { isModelUrl } from '../testing/model-journal.ts';
import { readEvents } from '../testing/read-events.ts';
import { signUp } from '../testing/sign-up.ts';

function problemIn(parts: StreamPart[]): unknown {
  const last = parts.at(-1);
  return last?.type === 'error' ? JSON.parse(last.errorText) : last;
}

describe.each([
  ['openai', openAi],
  ['anthropic', anthropic],
])('%s fails', (_kind, providerId) => {
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

test('the end of an answer is stored although the database is away for a moment', async () => {
  let isAway = true;
  const worker = createTestWorker({
    fetch: (input, init) => {
      if (!isAway || !addressOf(input).endsWith('/finish_turn')) return fetch(input, init);
      isAway = false;
      const down = { code: '57P03', message: 'down', details: null };
      return Promise.resolve(Response.json(down, { status: 503 }));
    },
  });
  const { headers } = await signUp();
  const { types } = await readEvents(await ask(worker, { message: 'Remember this' }, headers));
  await worker.settled();
  expect(types.at(-1)).toBe('finish');
  expect(worker.fetched.filter((url) => url.endsWith('/finish_turn'))).toHaveLength(2);
});
