import anthropicError from '../providers/anthropic/__fixtures__/error.sse?raw';
import anthropicRefusal from '../providers/anthropic/__fixtures__/refusal.sse?raw';
import openAiFilter from '../providers/openai/__fixtures__/content-filter.sse?raw';
import openAiError from '../providers/openai/__fixtures__/error.sse?raw';
import { canary, type ProblemDetails } from './expect-problem.ts';
import { betweenModels, silentModel } from './model-journal.ts';
import { openVendor } from './open-vendor.ts';

/** What an answer is paid for, as the ledger has it. */
export interface Bill {
  readonly input_tokens: number;
  readonly output_tokens: number;
  readonly is_estimated: boolean;
}

/** One way for a model to fail after its turn has begun. */
export interface FailedAnswer extends Pick<ProblemDetails, 'retryAfter'> {
  readonly cause: string;
  readonly message?: string;
  /** How the model differs from others of the tests. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** Stands between the worker and its models. */
  readonly createFetch?: () => typeof fetch;
  readonly env?: Record<string, string>;
  /** How often models are asked. */
  readonly requests: number;
  /** Whether the request is given up, which its model has to learn. */
  readonly isCancelled?: true;
  /** What came before it broke, if anything did. */
  readonly content?: string;
  readonly finishReason?: string;
  /** What is paid for: an estimate, or what the model has counted. */
  readonly charge: 'nothing' | 'every request' | 'all that was reserved' | 'question and answer' | Bill;
}

export type FailedAnswers = readonly [FailedAnswer, ...FailedAnswer[]];

const anthropic = { config: { kind: 'anthropic' } };

/** Every request to a model is refused, in words that both vendors' SDKs read. */
function refusing(status: number, error: object = {}, headers: Record<string, string> = {}) {
  const body = { type: 'error', error: { message: canary, param: canary, ...error } };
  return () => betweenModels(() => Response.json(body, { status, headers }));
}

/** Every request to a model gets this stream, which then ends. */
function streaming(events: string) {
  return () =>
    betweenModels(() => new Response(events, { headers: { 'content-type': 'text/event-stream' } }));
}

/** A model that writes a word and then says no more. */
function stalling() {
  const vendor = openVendor();
  vendor.write('Half');
  return vendor.fetch;
}

const half = 'data: {"choices":[{"delta":{"content":"Half"}}]}\n\n';

export const tooLongContexts: FailedAnswers = [
  {
    cause: 'a message that does not fit the model by itself',
    message: '東'.repeat(1_200),
    config: { context_window: 1_500, max_output_tokens: 400 },
    requests: 0,
    charge: 'nothing',
  },
  {
    cause: 'a message that the model finds too long (openai)',
    createFetch: refusing(400, { code: 'context_length_exceeded' }),
    requests: 1,
    charge: 'nothing',
  },
  {
    cause: 'a message that the model finds too long (anthropic)',
    ...anthropic,
    createFetch: refusing(400, { type: 'invalid_request_error', message: `prompt is too long: ${canary}` }),
    requests: 1,
    charge: 'nothing',
  },
];

export const filteredAnswers: FailedAnswers = [
  {
    cause: 'a question that the model does not take',
    createFetch: refusing(400, { code: 'content_filter' }),
    requests: 1,
    charge: 'every request',
  },
  {
    cause: 'an answer that is filtered from its first word',
    createFetch: streaming(openAiFilter),
    requests: 1,
    finishReason: 'content-filter',
    // It has begun: what it has thought is not known, and is billed.
    charge: 'all that was reserved',
  },
  {
    cause: 'a refusal that the model has counted',
    ...anthropic,
    createFetch: streaming(anthropicRefusal),
    requests: 1,
    finishReason: 'content-filter',
    charge: { input_tokens: 2_012, output_tokens: 1, is_estimated: false },
  },
];

export const refusedKeys: FailedAnswers = [
  {
    cause: 'a key that the model does not know (openai)',
    createFetch: refusing(401, { code: 'invalid_api_key' }),
    requests: 1,
    charge: 'nothing',
  },
  {
    cause: 'a key that the model does not know (anthropic)',
    ...anthropic,
    createFetch: refusing(401, { type: 'authentication_error' }),
    requests: 1,
    charge: 'nothing',
  },
  {
    cause: 'an account without money',
    createFetch: refusing(429, { code: 'insufficient_quota' }),
    requests: 1,
    charge: 'nothing',
  },
];

export const failures: FailedAnswers = [
  { cause: 'an error of the model (openai)', message: 'simulate error', requests: 3, charge: 'nothing' },
  {
    cause: 'an error of the model (anthropic)',
    ...anthropic,
    message: 'simulate error',
    requests: 3,
    charge: 'nothing',
  },
  {
    cause: 'a model that can not be reached',
    createFetch: () => betweenModels(() => Promise.reject(new TypeError(canary))),
    requests: 3,
    charge: 'nothing',
  },
  {
    cause: 'a model that says nothing and ends',
    createFetch: streaming(''),
    requests: 3,
    charge: 'nothing',
  },
  {
    cause: 'a request that the model does not understand',
    createFetch: refusing(400),
    requests: 1,
    charge: 'nothing',
  },
  {
    cause: 'an answer that is cut in the middle',
    createFetch: streaming(half),
    requests: 1,
    content: 'Half',
    charge: 'question and answer',
  },
  {
    cause: 'an answer that can not be read to its end',
    createFetch: streaming(`${half}data: {"choi\n\n`),
    requests: 1,
    content: 'Half',
    charge: 'question and answer',
  },
];

export const overloads: FailedAnswers = [
  {
    cause: 'a model that is asked too often (openai)',
    message: 'simulate 429',
    requests: 3,
    retryAfter: [2, 2],
    charge: 'nothing',
  },
  {
    cause: 'a model that is asked too often (anthropic)',
    ...anthropic,
    message: 'simulate 429',
    requests: 3,
    retryAfter: [2, 2],
    charge: 'nothing',
  },
  {
    cause: 'a model that wants to be left alone for longer than anybody waits',
    createFetch: refusing(503, {}, { 'retry-after': '3600' }),
    requests: 1,
    retryAfter: [3_600, 3_600],
    charge: 'nothing',
  },
  {
    cause: 'a model that breaks down in the middle (openai)',
    createFetch: streaming(openAiError),
    requests: 1,
    content: 'Half',
    charge: 'question and answer',
  },
  {
    cause: 'a model that breaks down in the middle, and had counted the question (anthropic)',
    ...anthropic,
    createFetch: streaming(anthropicError),
    requests: 1,
    content: 'Half',
    charge: { input_tokens: 2_012, output_tokens: 2, is_estimated: true },
  },
];

export const timeouts: FailedAnswers = [
  {
    cause: 'a model that never begins',
    createFetch: () => silentModel,
    env: { FIRST_TOKEN_TIMEOUT_MS: '50' },
    requests: 1,
    isCancelled: true,
    charge: 'every request',
  },
  {
    cause: 'a gateway that waits for the model no longer',
    createFetch: refusing(504),
    requests: 3,
    charge: 'every request',
  },
  {
    cause: 'a model that falls silent in the middle',
    createFetch: stalling,
    env: { IDLE_TIMEOUT_MS: '50' },
    requests: 1,
    isCancelled: true,
    content: 'Half',
    charge: 'question and answer',
  },
  {
    cause: 'an answer that takes longer than any may',
    createFetch: stalling,
    env: { TURN_TIMEOUT_MS: '500' },
    requests: 1,
    isCancelled: true,
    content: 'Half',
    charge: 'question and answer',
  },
];
