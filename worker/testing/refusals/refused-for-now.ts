import { env } from 'cloudflare:workers';
import { generateKeyPair, SignJWT } from 'jose';
import { expect, onTestFinished } from 'vitest';
import { chatDetailsPath, chatStopPath, feedbackPath, memberPaths, paths } from '../../../protocol/paths.ts';
import { parseBindings } from '../../bindings.ts';
import { anthropic, ask, askForJson } from '../ask.ts';
import { createTestWorker } from '../create-test-worker.ts';
import { rows } from '../database.ts';
import { canary } from '../expect-problem.ts';
import { createPkce } from '../hand-off.ts';
import { holdModel } from '../model-journal.ts';
import { offerProvider } from '../offer-provider.ts';
import { signUp } from '../sign-up.ts';
import { becomeVisitor } from '../visitor.ts';
import {
  asking,
  databaseSays,
  leaving,
  requesting,
  sending,
  workerWithLimits,
  type Refusal,
} from './refusal.ts';

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

const visitorsTurn = 'begin_anonymous_turn';
const withFetch = (fetch: typeof globalThis.fetch) => ({ worker: createTestWorker({ fetch }) });

export const ourMistakes: readonly [Refusal, ...Refusal[]] = [
  {
    cause: 'a table that is missing',
    arrange: () => asking({}, withFetch(databaseSays(visitorsTurn, 404, { code: '42P01' }))),
  },
  {
    cause: 'words of the database that nobody understands',
    arrange: () => asking({}, withFetch(databaseSays(visitorsTurn, 200, { state: canary }))),
  },
  {
    cause: 'a code of the database that is not of the contract',
    arrange: () => asking({}, withFetch(databaseSays(visitorsTurn, 418, { code: 'PT418' }))),
  },
  {
    cause: 'words for a code that nobody understands',
    arrange: async () => {
      const { codeVerifier, codeChallenge: code } = await createPkce();
      const worker = withFetch(databaseSays('take_session_code', 200, { session: canary }));
      return sending('POST', memberPaths.sessionExchange, JSON.stringify({ code, codeVerifier }), worker);
    },
  },
  {
    cause: 'limits that the database does not take',
    arrange: () => asking({}, withFetch(databaseSays('configure_deployment', 400, { code: 'PT400' }))),
  },
];

/** Nobody listens there. */
const nowhere = { SUPABASE_URL: 'http://127.0.0.1:9' };

/** A token that only the project's published keys could prove. */
async function unprovenToken(): Promise<string> {
  const { privateKey } = await generateKeyPair('ES256');
  return new SignJWT().setProtectedHeader({ alg: 'ES256', kid: 'a-key' }).sign(privateKey);
}

export const absences: readonly [Refusal, ...Refusal[]] = [
  {
    cause: 'a database that can not be reached',
    arrange: () => asking({}, { worker: createTestWorker({ env: nowhere }) }),
  },
  {
    cause: 'a database that can not be reached, when asked whether it can',
    arrange: () => requesting('GET', paths.readyz, { worker: createTestWorker({ env: nowhere }) }),
  },
  {
    cause: 'a database that starts again',
    arrange: () => asking({}, withFetch(databaseSays(visitorsTurn, 503, { code: '57P03' }))),
  },
  {
    cause: 'a database that starts again when a session is left there',
    arrange: () => leaving({}, withFetch(databaseSays('store_session_code', 503, { code: '57P03' })).worker),
  },
  {
    cause: 'a database that does not know our key',
    arrange: () => asking({}, { worker: createTestWorker({ env: { SUPABASE_SECRET_KEY: 'another' } }) }),
  },
  {
    cause: 'keys of tokens that can not be had',
    arrange: async () => {
      const worker = createTestWorker({ env: { ...nowhere, SUPABASE_JWT_SECRET: undefined } });
      return asking({}, { worker, headers: { authorization: `Bearer ${await unprovenToken()}` } });
    },
  },
  {
    cause: 'a visitor without an address',
    arrange: () => asking({}, { worker: createTestWorker({ ip: null }) }),
    detail: 'The network address is unknown',
  },
  {
    cause: 'a visitor without an address, who asks what is left',
    arrange: () => requesting('GET', paths.anonymousUsage, { worker: createTestWorker({ ip: null }) }),
    detail: 'The network address is unknown',
  },
  {
    cause: 'a burst limiter that fails',
    arrange: () => {
      const limit = () => Promise.reject(new Error(canary));
      const { bursts } = parseBindings({ ...env, BURST_LIMITER: { limit }, READ_LIMITER: { limit } });
      return asking({}, { worker: createTestWorker({ bursts }) });
    },
  },
];
