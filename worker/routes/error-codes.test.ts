import { describe, expect, test } from 'vitest';
import { isErrorCode, problems, type ErrorCode } from '../../protocol/errors.ts';
import { ask } from '../testing/ask.ts';
import { createTestWorker, type TestWorker } from '../testing/create-test-worker.ts';
import { expectBrokenStream, expectLogged, expectProblem, page } from '../testing/expect-problem.ts';
import { expectSettled, isGivenBack } from '../testing/expect-settled.ts';
import * as answers from '../testing/failed-answers.ts';
import type { FailedAnswer, FailedAnswers } from '../testing/failed-answers.ts';
import { isModelUrl } from '../testing/model-journal.ts';
import { offerProvider } from '../testing/offer-provider.ts';
import * as callers from '../testing/refusals/refused-callers.ts';
import * as outages from '../testing/refusals/refused-by-outages.ts';
import * as forNow from '../testing/refusals/refused-for-now.ts';
import * as messages from '../testing/refusals/refused-messages.ts';
import type { Refusal } from '../testing/refusals/refusal.ts';
import { signUp } from '../testing/sign-up.ts';
import { takeStock } from '../testing/take-stock.ts';
import { becomeVisitor } from '../testing/visitor.ts';

/** How a code comes about: before anything is spent, or when the turn has begun. */
type Case = { readonly status: number } & (
  | { readonly refusals: readonly [Refusal, ...Refusal[]]; readonly failures?: never }
  | { readonly failures: FailedAnswers; readonly refusals?: never }
);

/** Every code of the contract, its status, and what leads to it. */
const cases: Record<ErrorCode, Case> = {
  invalid_request: { status: 400, refusals: messages.invalidRequests },
  provider_unavailable: { status: 400, refusals: messages.unavailableProviders },
  prompt_unavailable: { status: 400, refusals: messages.unavailablePrompts },
  context_too_long: { status: 400, failures: answers.tooLongContexts },
  unauthenticated: { status: 401, refusals: callers.unauthenticatedCallers },
  invalid_token: { status: 401, refusals: callers.invalidTokens },
  forbidden_origin: { status: 403, refusals: callers.forbiddenOrigins },
  not_found: { status: 404, refusals: callers.notFound },
  method_not_allowed: { status: 405, refusals: callers.wrongMethods },
  turn_in_progress: { status: 409, refusals: forNow.turnsInProgress },
  message_too_long: { status: 413, refusals: messages.tooLongMessages },
  content_filtered: { status: 422, failures: answers.filteredAnswers },
  rate_limited: { status: 429, refusals: forNow.tooManyRequests },
  anonymous_limit_reached: { status: 429, refusals: forNow.anonymousLimits },
  user_limit_reached: { status: 429, refusals: forNow.userLimits },
  budget_reached: { status: 429, refusals: forNow.spentBudgets },
  internal: { status: 500, refusals: outages.ourMistakes },
  provider_auth: { status: 502, failures: answers.refusedKeys },
  provider_failed: { status: 502, failures: answers.failures },
  provider_overloaded: { status: 503, failures: answers.overloads },
  service_unavailable: { status: 503, refusals: outages.absences },
  provider_timeout: { status: 504, failures: answers.timeouts },
};

describe.each(Object.keys(problems).filter(isErrorCode))('%s', (code) => {
  const { status, refusals = [], failures = [] } = cases[code];

  for (const { cause, arrange, allow, ...details } of refusals)
    test(`${cause}: nothing is spent`, async () => {
      const { worker, path, headers, ...init } = await arrange();
      worker.fetched.length = 0;
      const before = await takeStock();
      const reply = await worker.send(path, { ...init, headers: { origin: page, ...headers } });
      await worker.settled();
      await expectProblem(reply, { code, status, ...details });
      expect(reply.headers.get('allow')).toBe(allow ?? null);
      expect(reply.headers.has('ratelimit')).toBe(details.quota !== undefined);
      expectLogged(worker, reply, code);
      expect(await takeStock()).toEqual(before);
      expect(worker.fetched.filter(isModelUrl)).toEqual([]);
    });

  for (const failure of failures) {
    const expected = { code, status, retryAfter: failure.retryAfter };

    test(`${failure.cause}: a visitor who waits for JSON`, () =>
      expectFailure(failure, code, {
        accept: 'application/json',
        // The message is counted for the visitor and for the address.
        buckets: 2,
        findHeaders: becomeVisitor,
        async expectTold(reply) {
          await expectProblem(reply, expected);
          expect(reply.headers.get('ratelimit')).toContain(isGivenBack(failure) ? 'r=3' : 'r=2');
        },
      }));

    test(`${failure.cause}: a user who reads the stream`, () =>
      expectFailure(failure, code, {
        accept: 'text/event-stream',
        buckets: 1,
        findHeaders: async () => (await signUp()).headers,
        async expectTold(reply) {
          const { content = '' } = failure;
          const status = content === '' ? 'failed' : 'interrupted';
          const { parts, types, text } = await expectBrokenStream(reply, status, expected);
          expect(text).toBe(content);
          expect(types).toEqual(expectedTypes(failure));
          const used = parts.flatMap((part) => (part.type === 'data-quota' ? part.data.used : []));
          expect(used).toEqual(isGivenBack(failure) ? [1, 0] : [1]);
        },
      }));
  }
});

/** What a stream consists of that breaks, with as much text as came and, if the message is given back, news of that. */
function expectedTypes(failure: FailedAnswer): string[] {
  const opening = ['start', 'data-chat', 'data-quota', 'start-step'];
  const text = failure.content === undefined ? [] : ['text-start', 'text-delta', 'text-end'];
  const refund = isGivenBack(failure) ? ['data-quota'] : [];
  return [...opening, ...text, ...refund, 'message-metadata', 'error'];
}

/** Who sends a message, and how they are told that nothing comes of it. */
interface Sender {
  readonly accept: string;
  /** In how many buckets their message is counted. */
  readonly buckets: number;
  readonly findHeaders: (worker: TestWorker) => Promise<Record<string, string>>;
  readonly expectTold: (reply: Response) => Promise<void>;
}

async function expectFailure(failure: FailedAnswer, code: ErrorCode, sender: Sender): Promise<void> {
  const { createFetch = () => fetch, env = {}, config, message = 'Tell me' } = failure;
  const worker = createTestWorker({ fetch: createFetch(), env });
  const headers = { ...(await sender.findHeaders(worker)), accept: sender.accept, origin: page };
  const chatId = crypto.randomUUID();
  const providerId = await offerProvider(config);
  const before = await takeStock();
  const reply = await ask(worker, { message, providerId, chatId }, headers);
  await sender.expectTold(reply);
  await worker.settled();
  expectLogged(worker, reply, code);
  expect(worker.fetched.filter(isModelUrl)).toHaveLength(failure.requests);
  if (failure.isCancelled) expect(worker.cancelled.filter(isModelUrl)).toHaveLength(1);
  await expectSettled(failure, { code, chatId, message, before, buckets: sender.buckets });
}
