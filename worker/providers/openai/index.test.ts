import { describe, expect, test } from 'vitest';
import { collectAnswer, shortQuestion } from '../../testing/collect-answer.ts';
import { chunkedFetch } from '../../testing/chunked-fetch.ts';
import { answering, describeProvider } from '../../testing/describe-provider.ts';
import answer from './__fixtures__/answer.sse?raw';
import compatible from './__fixtures__/compatible.sse?raw';
import contentFilter from './__fixtures__/content-filter.sse?raw';
import error from './__fixtures__/error.sse?raw';
import length from './__fixtures__/length.sse?raw';
import noDelta from './__fixtures__/no-delta.sse?raw';
import { createOpenAiProvider } from './index.ts';

const provider = (stream: string) => answering(createOpenAiProvider, stream);

/** What services that copy this API say of a conversation that is too long. */
const tooLong = [
  {
    message:
      "This model's maximum context length is 4096 tokens. However, you requested 5000 tokens. Please reduce the length.",
    type: 'BadRequestError',
    code: 400,
  },
  { message: 'The decoder prompt (length 5000) is longer than the maximum model length of 4096.', code: 400 },
  {
    message: 'request (5000 tokens) exceeds the available context size (4096 tokens), try increasing it',
    type: 'exceed_context_size_error',
    code: 400,
  },
  {
    message: 'the request exceeds the available context size, try increasing it',
    type: 'invalid_request_error',
    code: 400,
  },
  { message: 'input length exceeds the context length', type: 'invalid_request_error', code: null },
  {
    message: "This model's maximum context length is 16385 tokens.",
    type: 'invalid_request_error',
    code: 'context_length_exceeded',
  },
] as const;

describeProvider({
  create: createOpenAiProvider,
  answer,
  expected: {
    text: 'Grüße aus 東京 👩‍👩‍👧!\n',
    usage: { inputTokens: 2048, outputTokens: 9, cachedInputTokens: 1920 },
    finish: 'stop',
  },
  endMarker: '"finish_reason":"stop"',
  errorBody: (error) => ({ error }),
  errors: [
    [401, { code: 'invalid_api_key', message: 'Incorrect API key provided' }, 'provider_auth', false],
    [400, { code: 'context_length_exceeded' }, 'context_too_long', false],
    [400, { code: 'content_filter' }, 'content_filtered', false],
    [400, { code: 'unsupported_value' }, 'provider_failed', false],
    [429, { code: 'rate_limit_exceeded' }, 'provider_overloaded', true],
    [429, { code: 'insufficient_quota', type: 'insufficient_quota' }, 'provider_auth', false],
    [429, { code: null, type: 'insufficient_quota' }, 'provider_auth', false],
    [500, { code: 'context_length_exceeded' }, 'context_too_long', false],
    [500, { code: null, type: 'server_error' }, 'provider_failed', true],
    ...tooLong.map((said) => [400, said, 'context_too_long', false] as const),
    [400, { code: 400, message: 'max_tokens exceeds 4096' }, 'provider_failed', false],
  ],
});

describe('a stream', () => {
  test.each([
    ['cut by the limit of tokens', length, { text: 'Once upon', usage: null, finish: 'length', code: null }],
    ['refused by a filter', contentFilter, { text: '', usage: null, finish: 'content-filter', code: null }],
    [
      'whose last chunk has no delta',
      noDelta,
      { text: 'Hi', usage: { inputTokens: 5, outputTokens: 1 }, finish: 'stop', code: null },
    ],
    ['broken in the middle', error, { text: 'Half', usage: null, finish: null, code: 'provider_overloaded' }],
    ['not JSON', 'data: {"choi\n\n', { text: '', usage: null, finish: null, code: 'provider_failed' }],
    [
      'of a service that copies the API',
      compatible,
      { text: 'Hi there', usage: { inputTokens: 5, outputTokens: 2 }, finish: 'other', code: null },
    ],
  ] as const)('%s', async (_name, stream, expected) => {
    const { error, kinds: _kinds, ...collected } = await collectAnswer(provider(stream));
    expect({ ...collected, code: error?.code ?? null }).toEqual(expected);
  });
});

describe('an error inside a stream', () => {
  test.each([
    [{ code: 'server_overloaded', type: 'server_error' }, 'provider_overloaded', true],
    [{ code: 'rate_limit_exceeded', type: 'tokens' }, 'provider_overloaded', true],
    [{ code: null, type: 'server_error' }, 'provider_failed', true],
    [{ code: 503, message: 'of a service that copies the API' }, 'provider_overloaded', true],
    [{ code: 400, message: 'of a service that copies the API' }, 'provider_failed', false],
    [{ code: 'insufficient_quota' }, 'provider_auth', false],
    [{ code: 'context_length_exceeded' }, 'context_too_long', false],
    [tooLong[0], 'context_too_long', false],
    [{ code: 'something_new' }, 'provider_failed', false],
  ])('%o is %s, transient: %s', async (said, code, isTransient) => {
    const { error } = await collectAnswer(provider(`data: ${JSON.stringify({ error: said })}\n\n`));
    expect(error).toMatchObject({ code, isTransient });
  });
});

test.each([
  ['https://api.openai.com/v1', true],
  ['https://eu.api.openai.com/v1', true],
  ['https://api.openai.com.example/v1', false],
  ['https://myapi.openai.com/v1', false],
  ['https://api.groq.com/openai/v1', false],
])('only OpenAI itself is told where its cache is: %s', async (baseUrl, isTold) => {
  const vendor = chunkedFetch([answer]);
  await collectAnswer(createOpenAiProvider({ apiKey: 'sk-test', baseUrl, fetch: vendor }));
  expect(vendor.bodies).toHaveLength(1);
  expect(JSON.stringify(vendor.bodies).includes(shortQuestion.cacheKey)).toBe(isTold);
});

test('what is not text is still a sign of life', async () => {
  const thinking = 'data: {"choices":[{"delta":{"reasoning_content":"Hm"}}]}\n\n';
  expect((await collectAnswer(provider(thinking))).kinds).toEqual(['progress']);
});

describe('a count that can not be one', () => {
  test.each([
    [
      { prompt_tokens: 5, completion_tokens: 2.5 },
      { inputTokens: 5, outputTokens: null },
    ],
    [
      { prompt_tokens: -5, completion_tokens: 2 },
      { inputTokens: null, outputTokens: 2 },
    ],
    [{ prompt_tokens: null, completion_tokens: 1e12 }, null],
    [
      { prompt_tokens: 5, completion_tokens: 2, prompt_tokens_details: { cached_tokens: 'all' } },
      { inputTokens: 5, outputTokens: 2 },
    ],
    [
      { prompt_tokens: 5, completion_tokens: 2, prompt_tokens_details: { cache_write_tokens: 4 } },
      { inputTokens: 5, outputTokens: 2, cacheWriteTokens: 4 },
    ],
  ])('%o', async (counts, usage) => {
    const chunk = `data: ${JSON.stringify({ choices: [], usage: counts })}\n\n`;
    expect(await collectAnswer(provider(chunk))).toMatchObject({ usage, error: null });
  });
});
