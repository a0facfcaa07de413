import { expect, onTestFinished } from 'vitest';
import { chatDetailsPath, chatStopPath, feedbackPath, memberPaths, paths } from '../../../protocol/paths.ts';
import { anthropic, ask, askForJson } from '../ask.ts';
import { createTestWorker } from '../create-test-worker.ts';
import { rows } from '../database.ts';
import { holdModel } from '../model-journal.ts';
import { offerProvider } from '../offer-provider.ts';
import { signUp } from '../sign-up.ts';
import { becomeVisitor } from '../visitor.ts';
import { asking, leaving, requesting, sending, workerWithLimits, type Refusal } from './refusal.ts';

/*
 * Refused for the moment: what is asked for would be given at another time.
 */

/** A question of somebody, whose answer runs until the test is over. */
async function runningTurn() {
  const { headers } = await signUp();
  const model = holdModel();
  const worker = createTestWorker({ fetch: model.fetch });
  const turn = { message: 'Think', chatId: crypto.randomUUID(), messageId: crypto.randomUUID() };
  const reply = await ask(worker, turn, headers);
  await expect.poll(model.isAsked).toBe(true);
  onTestFinished(async () => {
    model.release();
    await reply.text();
    await worker.settled();
  });
  return { ...turn, headers };
}

export const turnsInProgress: readonly [Refusal, ...Refusal[]] = [
  {
    cause: 'the same message while its answer runs, of which there is no whole yet',
    arrange: async () => {
      const { headers, ...turn } = await runningTurn();
      return asking(turn, { headers: { ...headers, accept: 'application/json' } });
    },
  },
  {
    cause: 'the next message while an answer runs',
    arrange: async () => {
      const { headers, chatId } = await runningTurn();
      return asking({ chatId }, { headers });
    },
  },
  {
    cause: 'another answer while one runs',
    arrange: async () => {
      const { headers, chatId, messageId: parentId } = await runningTurn();
      return asking({ message: undefined, regenerate: true, chatId, parentId }, { headers });
    },
  },
  {
    cause: 'a thumb for an answer that runs',
    arrange: async () => {
      const { headers, messageId } = await runningTurn();
      const [answer] = await rows(`chat_messages?parent_id=eq.${messageId}`);
      return sending('PUT', feedbackPath(String(answer?.['id'])), '{"rating":"up"}', { headers });
    },
  },
];

const none = { allows: () => Promise.resolve(false) };
const exhausted = { bursts: { writes: none, reads: none } };
const chatPath = chatDetailsPath(crypto.randomUUID());
const aMinute = [60, 60] as const;

export const tooManyRequests: readonly [Refusal, ...Refusal[]] = [
  {
    cause: 'messages without end',
    arrange: () => asking({}, { worker: createTestWorker(exhausted) }),
    retryAfter: aMinute,
  },
  {
    cause: 'names without end',
    arrange: async () =>
      sending('PATCH', chatPath, '{"title":"x"}', {
        worker: createTestWorker(exhausted),
        ...(await signUp()),
      }),
    retryAfter: aMinute,
  },
  {
    cause: 'deletions without end',
    arrange: async () =>
      requesting('DELETE', chatPath, { worker: createTestWorker(exhausted), ...(await signUp()) }),
    retryAfter: aMinute,
  },
  {
    cause: 'thumbs without end',
    arrange: () =>
      sending('PUT', feedbackPath(crypto.randomUUID()), '{"rating":"up"}', {
        worker: createTestWorker(exhausted),
      }),
    retryAfter: aMinute,
  },
  {
    cause: 'stops without end',
    arrange: () =>
      requesting('POST', chatStopPath(crypto.randomUUID()), { worker: createTestWorker(exhausted) }),
    retryAfter: aMinute,
  },
  {
    cause: 'claims without end',
    arrange: async () =>
      requesting('POST', memberPaths.claim, { worker: createTestWorker(exhausted), ...(await signUp()) }),
    retryAfter: aMinute,
  },
  {
    cause: 'sessions without end',
    arrange: () => leaving({}, createTestWorker(exhausted)),
    retryAfter: aMinute,
  },
  {
    cause: 'codes without end',
    arrange: () =>
      sending('POST', memberPaths.sessionExchange, '{}', { worker: createTestWorker(exhausted) }),
    retryAfter: aMinute,
  },
  {
    cause: 'searches without end',
    arrange: async () =>
      requesting('GET', `${paths.chatHistory}?search=a`, {
        worker: createTestWorker(exhausted),
        ...(await signUp()),
      }),
    retryAfter: aMinute,
  },
];

const aDay = [86_340, 86_400] as const;
const untilMidnight = [1, 86_400] as const;

/** A visitor who has sent their three free messages, and the last of them. */
async function thirdMessage() {
  const worker = createTestWorker();
  const headers = await becomeVisitor(worker);
  for (const message of ['One', 'Two']) await askForJson(worker, { message }, headers);
  const { chatId, userMessage } = await askForJson(worker, { message: 'Three' }, headers);
  return { worker, headers, chatId, parentId: userMessage.id };
}

export const anonymousLimits: readonly [Refusal, ...Refusal[]] = [
  {
    cause: 'a fourth free message, be it in a new chat and to another model',
    arrange: async () => asking({ providerId: anthropic }, await thirdMessage()),
    retryAfter: aDay,
    quota: { limit: 3, used: 3, remaining: 0 },
  },
  {
    cause: 'a fourth answer',
    arrange: async () => {
      const { chatId, parentId, ...visitor } = await thirdMessage();
      return asking({ message: undefined, regenerate: true, chatId, parentId }, visitor);
    },
    retryAfter: aDay,
    quota: { limit: 3, used: 3, remaining: 0 },
  },
  {
    cause: 'one more visitor at an address than it has messages for',
    arrange: async () => {
      const worker = workerWithLimits({ ANONYMOUS_IP_MESSAGE_LIMIT: '2' });
      for (const message of ['One', 'Two']) await askForJson(worker, { message });
      return asking({}, { worker });
    },
    retryAfter: aDay,
    quota: { limit: 3, used: 3, remaining: 0 },
  },
  {
    cause: 'a visitor where nothing is free, and waiting does not help',
    arrange: () => asking({}, { worker: workerWithLimits({ ANONYMOUS_MESSAGE_LIMIT: '0' }) }),
    quota: { limit: 0, used: 0, remaining: 0 },
  },
];

export const userLimits: readonly [Refusal, ...Refusal[]] = [
  {
    cause: 'a message after the last of the day',
    arrange: async () => {
      const worker = workerWithLimits({ USER_DAILY_MESSAGE_LIMIT: '1' });
      const { headers } = await signUp();
      await askForJson(worker, { message: 'The last' }, headers);
      return asking({}, { worker, headers });
    },
    retryAfter: untilMidnight,
    quota: { limit: 1, used: 1, remaining: 0 },
  },
];

export const spentBudgets: readonly [Refusal, ...Refusal[]] = [
  {
    cause: 'a visitor of a deployment that spends nothing',
    arrange: () => asking({}, { worker: workerWithLimits({ DAILY_BUDGET_USD: '0' }) }),
    retryAfter: untilMidnight,
  },
  {
    cause: 'a user of it',
    arrange: async () =>
      asking({}, { worker: workerWithLimits({ DAILY_BUDGET_USD: '0' }), ...(await signUp()) }),
    retryAfter: untilMidnight,
  },
  {
    cause: 'an answer that could cost more than is left',
    arrange: async () => asking({ providerId: await offerProvider({ price: { input: 0, output: 1e12 } }) }),
    retryAfter: untilMidnight,
  },
];
