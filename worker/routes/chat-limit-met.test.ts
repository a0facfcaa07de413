import { describe, expect, test } from 'vitest';
import { memberPaths } from '../../protocol/paths.ts';
import { addressOf } from '../testing/address-of.ts';
import { ask, askForJson, readProblem } from '../testing/ask.ts';
import { createTestWorker, freshAddress, type TestWorker } from '../testing/create-test-worker.ts';
import { rows } from '../testing/database.ts';
import { databaseSays, workerWithLimits } from '../testing/refusals/refusal.ts';
import { signUp } from '../testing/sign-up.ts';
import { becomeVisitor } from '../testing/visitor.ts';

/** How often each stage of the way from visitor to user was reached, of all days. */
async function funnel(): Promise<Record<string, number>> {
  const stages: Record<string, number> = {};
  for (const { stage, count } of await rows('funnel_days'))
    stages[String(stage)] = (stages[String(stage)] ?? 0) + Number(count);
  return stages;
}

/** How much each stage has grown by what is done meanwhile. */
async function grownBy(work: () => Promise<void>): Promise<Record<string, number>> {
  const before = await funnel();
  await work();
  const after = Object.entries(await funnel());
  return Object.fromEntries(
    after.flatMap(([stage, count]) =>
      count === before[stage] ? [] : [[stage, count - (before[stage] ?? 0)]],
    ),
  );
}

/** A visitor who has sent their three free messages. */
async function spentVisitor(worker: TestWorker) {
  const headers = await becomeVisitor(worker);
  for (const message of ['One', 'Two']) await askForJson(worker, { message }, headers);
  const { chatId } = await askForJson(worker, { message: 'Three' }, headers);
  await worker.settled();
  return { headers, chatId };
}

const notes = (worker: TestWorker) => worker.fetched.filter((url) => url.endsWith('/rpc/note_limit_met'));

async function expectLimit(reply: Response): Promise<void> {
  expect((await readProblem(reply)).code).toBe('anonymous_limit_reached');
}

describe('a visitor who meets the limit', () => {
  test('is counted once, and so are those who register and send their message after all', async () => {
    const worker = createTestWorker();
    const waiting = { message: 'The one that waits', messageId: crypto.randomUUID() };
    const grown = await grownBy(async () => {
      const visitor = await spentVisitor(worker);
      const body = { ...waiting, chatId: visitor.chatId };
      for (let times = 0; times < 2; times += 1) {
        await expectLimit(await ask(worker, body, visitor.headers));
        await worker.settled();
      }
      expect(notes(worker)).toHaveLength(2);
      expect(await rows(`limit_meetings?message_id=eq.${waiting.messageId}`)).toHaveLength(1);
      const { headers } = await signUp();
      for (let times = 0; times < 2; times += 1) {
        await worker.send(memberPaths.claim, { method: 'POST', headers: { ...headers, ...visitor.headers } });
        expect((await askForJson(worker, body, headers)).chatId).toBe(visitor.chatId);
        await worker.settled();
      }
    });
    expect(grown).toEqual({ visitor: 1, limit_met: 1, registered: 1, replayed: 1 });
    expect(await rows(`limit_meetings?message_id=eq.${waiting.messageId}`)).toEqual([]);
  });

  test('is not kept waiting by that, nor told when it fails', async () => {
    const held = Promise.withResolvers<undefined>();
    const refusing = databaseSays('note_limit_met', 500, { code: 'XX000' });
    const worker = createTestWorker({
      fetch: async (input, init) => {
        if (addressOf(input).endsWith('/rpc/note_limit_met')) await held.promise;
        return refusing(input, init);
      },
    });
    const { headers } = await spentVisitor(worker);
    const reply = await ask(worker, { message: 'Four', messageId: crypto.randomUUID() }, headers);
    await expectLimit(reply);
    expect(notes(worker)).toHaveLength(1);
    held.resolve(undefined);
    await worker.settled();
    expect(worker.logged.slice(-2)).toMatchObject([
      { event: 'refused', code: 'anonymous_limit_reached' },
      { event: 'limit_met', code: 'service_unavailable', requestId: reply.headers.get('x-request-id') },
    ]);
  });
});

describe('nobody gets past the limit', () => {
  test.each([
    ['limit', 1_000],
    ['remaining', 99],
    ['used', 0],
    ['quota', { limit: 99, used: 0, remaining: 99, resetsAt: null }],
    ['anonymousLimit', 99],
    ['isAnonymous', false],
    ['visitorId', crypto.randomUUID()],
    ['userId', crypto.randomUUID()],
  ])('by a count of their own: %s', async (name, value) => {
    const worker = createTestWorker();
    const reply = await ask(worker, { message: 'Hi', [name]: value });
    const detail = `${name} is not a known field`;
    expect(await readProblem(reply)).toMatchObject({ code: 'invalid_request', detail });
    expect(worker.fetched).toEqual([]);
  });

  test('by cleared storage and another address that they only name', async () => {
    const worker = workerWithLimits({ ANONYMOUS_IP_MESSAGE_LIMIT: '2' });
    const named = () => ({
      'x-forwarded-for': freshAddress(),
      'x-real-ip': freshAddress(),
      'true-client-ip': freshAddress(),
      forwarded: `for="[${freshAddress()}]"`,
    });
    for (const message of ['One', 'Two']) await askForJson(worker, { message }, named());
    await expectLimit(await ask(worker, { message: 'Three' }, named()));
    await expectLimit(await ask(worker, { message: 'Four' }, await becomeVisitor(worker)));
  });
});

describe('nothing is noted', () => {
  test('of a message without an id, which nobody can send again', async () => {
    const worker = createTestWorker();
    const { headers } = await spentVisitor(worker);
    await expectLimit(await ask(worker, { message: 'Four' }, headers));
    await worker.settled();
    expect(notes(worker)).toEqual([]);
  });

  test('of another refusal, nor of one for a user', async () => {
    const worker = workerWithLimits({ USER_DAILY_MESSAGE_LIMIT: '0', DAILY_BUDGET_USD: '0' });
    const body = { message: 'Mine', messageId: crypto.randomUUID() };
    const codes = [
      await readProblem(await ask(worker, body, (await signUp()).headers)),
      await readProblem(await ask(worker, body, await becomeVisitor(worker))),
      await readProblem(await ask(worker, { ...body, message: '' })),
    ].map(({ code }) => code);
    expect(codes).toEqual(['user_limit_reached', 'budget_reached', 'invalid_request']);
    await worker.settled();
    expect(notes(worker)).toEqual([]);
  });
});
