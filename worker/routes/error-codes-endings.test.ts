import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { chatDetailsPath } from '../../protocol/paths.ts';
import { addressOf } from '../testing/address-of.ts';
import { ask } from '../testing/ask.ts';
import { createTestWorker } from '../testing/create-test-worker.ts';
import { rows, updateRows } from '../testing/database.ts';
import { expectBrokenStream, expectLogged, expectProblem, page } from '../testing/expect-problem.ts';
import { holdModel } from '../testing/model-journal.ts';
import { offerProvider } from '../testing/offer-provider.ts';
import { databaseSays } from '../testing/refusals/refusal.ts';
import { signUp } from '../testing/sign-up.ts';
import { spentBetween, takeStock } from '../testing/take-stock.ts';

/*
 * Codes that come when a model has answered, and is paid for.
 */

/** A database that is away for longer than an end is kept for it. */
function absentDatabase(): typeof fetch {
  vi.useFakeTimers({ toFake: ['Date'] });
  onTestFinished(() => {
    vi.useRealTimers();
  });
  const absent = databaseSays('finish_turn', 503, { code: '57P03' });
  return (input, init) => {
    if (addressOf(input).endsWith('/finish_turn')) vi.setSystemTime(Date.now() + 20_000);
    return absent(input, init);
  };
}

/** All reservations end, those that other tests have left included, and the time comes to clean up. */
async function cleanUp(): Promise<void> {
  await updateRows('usage?state=eq.reserved', { expires_at: new Date(0).toISOString() });
  await createTestWorker().housekeep();
}

describe.each([
  ['internal', 500, 'a table that is missing', () => databaseSays('finish_turn', 404, { code: '42P01' })],
  ['service_unavailable', 503, 'a database that stays away', absentDatabase],
] as const)('%s (%i): an answer that can not be stored, for %s', (code, status, _cause, createFetch) => {
  test.each([
    ['as JSON', 'application/json', (reply: Response) => expectProblem(reply, { code, status })],
    [
      'in a stream',
      'text/event-stream',
      async (reply: Response) => {
        const { text } = await expectBrokenStream(reply, 'interrupted', { code, status });
        expect(text).not.toBe('');
      },
    ],
  ])('%s is not called complete; it is counted, and charged when its reservation ends', async (...way) => {
    const [, accept, expectTold] = way;
    const worker = createTestWorker({ fetch: createFetch() });
    const { headers } = await signUp();
    const chatId = crypto.randomUUID();
    const providerId = await offerProvider();
    await cleanUp();
    const before = await takeStock();
    const reply = await ask(
      worker,
      { message: 'Tell me', chatId, providerId },
      { ...headers, accept, origin: page },
    );
    await expectTold(reply);
    await worker.settled();
    expectLogged(worker, reply, code);

    const stored = () => rows(`chat_messages?chat_id=eq.${chatId}&order=seq&select=role,content,status`);
    const question = { role: 'user', content: 'Tell me', status: 'complete' };
    expect(await stored()).toEqual([question, { role: 'assistant', content: '', status: 'streaming' }]);
    const [held] = await rows(`usage?chat_id=eq.${chatId}`);
    expect(held).toMatchObject({ state: 'reserved', cost_micro_usd: 0 });
    const reserved = { messages: 1, microUsd: held?.['reserved_micro_usd'] };
    expect(spentBetween(before, await takeStock(), chatId)).toEqual(reserved);

    await cleanUp();
    expect(await stored()).toEqual([question, { role: 'assistant', content: '', status: 'failed' }]);
    // The question, by estimate: a third of its bytes, at 0.1 micro-USD a token.
    expect(await rows(`usage?chat_id=eq.${chatId}`)).toMatchObject([
      { state: 'expired', input_tokens: 14, output_tokens: 0, cost_micro_usd: 2, is_estimated: true },
    ]);
    expect(spentBetween(before, await takeStock(), chatId)).toEqual({ messages: 1, microUsd: 2 });
  });
});

test('not_found (404): a chat that is deleted while its answer is waited for; the answer is paid for', async () => {
  const model = holdModel();
  const worker = createTestWorker({ fetch: model.fetch });
  const { headers, userId } = await signUp();
  const chatId = crypto.randomUUID();
  const before = await takeStock();
  const asked = { ...headers, accept: 'application/json', origin: page };
  const reply = ask(worker, { message: 'Tell me', chatId }, asked);
  await expect.poll(model.isAsked).toBe(true);
  await createTestWorker().send(chatDetailsPath(chatId), { method: 'DELETE', headers });
  model.release();
  await expectProblem(await reply, { code: 'not_found', status: 404 });
  await worker.settled();
  expect(await rows(`chat_messages?chat_id=eq.${chatId}`)).toEqual([]);
  const [entry] = await rows(`usage?user_id=eq.${userId}`);
  expect(entry).toMatchObject({ state: 'settled', is_estimated: false, chat_id: null });
  const paid = { messages: 1, microUsd: entry?.['cost_micro_usd'] };
  expect(spentBetween(before, await takeStock())).toEqual(paid);
  expect(paid.microUsd).toBeGreaterThan(0);
});
