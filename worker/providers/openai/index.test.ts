import { describe, expect, test } from 'vitest';
import { collectAnswer } from '../../testing/collect-answer.ts';
import { answering, describeProvider } from '../../testing/describe-provider.ts';
import answer from './__fixtures__/answer.sse?raw';
import compatible from './__fixtures__/compatible.sse?raw';
import contentFilter from './__fixtures__/content-filter.sse?raw';
import error from './__fixtures__/error.sse?raw';
import length from './__fixtures__/length.sse?raw';
import { createOpenAiProvider } from './index.ts';

const provider = (stream: string) => answering(createOpenAiProvider, stream);

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
    [401, { code: 'invalid_api_key', message: 'Incorrect API key provided' }, 'provider_auth'],
    [403, {}, 'provider_auth'],
    [408, {}, 'provider_timeout'],
    [400, { code: 'context_length_exceeded' }, 'context_too_long'],
    [400, { code: 'content_filter' }, 'content_filtered'],
    [400, { code: 'unsupported_value' }, 'provider_failed'],
    [429, { code: 'rate_limit_exceeded' }, 'provider_overloaded'],
    [500, {}, 'provider_failed'],
    [503, {}, 'provider_overloaded'],
    [504, {}, 'provider_timeout'],
  ],
});

describe('a stream', () => {
  test.each([
    ['cut by the limit of tokens', length, { text: 'Once upon', usage: null, finish: 'length', code: null }],
    ['refused by a filter', contentFilter, { text: '', usage: null, finish: 'content-filter', code: null }],
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
