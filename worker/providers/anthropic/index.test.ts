import { describe, expect, test } from 'vitest';
import { collectAnswer } from '../../testing/collect-answer.ts';
import { answering, describeProvider } from '../../testing/describe-provider.ts';
import answer from './__fixtures__/answer.sse?raw';
import error from './__fixtures__/error.sse?raw';
import refusal from './__fixtures__/refusal.sse?raw';
import sparse from './__fixtures__/sparse.sse?raw';
import thinking from './__fixtures__/thinking.sse?raw';
import { createAnthropicProvider } from './index.ts';

const provider = (stream: string) => answering(createAnthropicProvider, stream);

describeProvider({
  create: createAnthropicProvider,
  answer,
  expected: {
    text: 'Grüße aus 東京 👩‍👩‍👧!\n',
    usage: { inputTokens: 2012, outputTokens: 9, cachedInputTokens: 1900, cacheWriteTokens: 100 },
    finish: 'stop',
  },
  endMarker: 'event: message_stop\ndata: {"type":"message_stop"',
  errorBody: (error) => ({ type: 'error', error }),
  errors: [
    [401, { type: 'authentication_error', message: 'invalid x-api-key' }, 'provider_auth', false],
    [403, { type: 'permission_error' }, 'provider_auth', false],
    [402, { type: 'billing_error' }, 'provider_auth', false],
    [
      400,
      { type: 'invalid_request_error', message: 'prompt is too long: 210000 tokens > 200000 maximum' },
      'context_too_long',
      false,
    ],
    [
      400,
      { type: 'invalid_request_error', message: 'max_tokens: must be positive' },
      'provider_failed',
      false,
    ],
    [429, { type: 'rate_limit_error' }, 'provider_overloaded', true],
    [
      429,
      { type: 'rate_limit_error', details: { error_code: 'enforced_spend_limit_reached' } },
      'provider_auth',
      false,
    ],
    [
      429,
      { type: 'rate_limit_error', details: { error_code: 'ramp_limit_exceeded' } },
      'provider_overloaded',
      true,
    ],
    [500, { type: 'api_error' }, 'provider_failed', true],
    [529, { type: 'overloaded_error' }, 'provider_overloaded', true],
    [504, { type: 'timeout_error' }, 'provider_timeout', true],
  ],
});

describe('a stream', () => {
  test.each([
    [
      'with thinking, cut by the limit of tokens',
      thinking,
      {
        text: 'Hello',
        usage: { inputTokens: 2012, outputTokens: 20, cachedInputTokens: 1900, cacheWriteTokens: 100 },
        finish: 'length',
        code: null,
      },
    ],
    [
      'refused',
      refusal,
      {
        text: '',
        usage: { inputTokens: 2012, outputTokens: 1, cachedInputTokens: 1900, cacheWriteTokens: 100 },
        finish: 'content-filter',
        code: null,
      },
    ],
    [
      'broken in the middle',
      error,
      {
        text: 'Half',
        usage: { inputTokens: 2012, outputTokens: null, cachedInputTokens: 1900, cacheWriteTokens: 100 },
        finish: null,
        code: 'provider_overloaded',
      },
    ],
    [
      'not JSON',
      'event: message_start\ndata: {"typ\n\n',
      { text: '', usage: null, finish: null, code: 'provider_failed' },
    ],
    [
      'with fields left out',
      sparse,
      { text: 'Hi', usage: { inputTokens: 7, outputTokens: 3 }, finish: 'stop', code: null },
    ],
  ] as const)('%s', async (_name, stream, expected) => {
    const { error, kinds: _kinds, ...collected } = await collectAnswer(provider(stream));
    expect({ ...collected, code: error?.code ?? null }).toEqual(expected);
  });
});

describe('an error inside a stream', () => {
  test.each([
    [{ type: 'overloaded_error' }, 'provider_overloaded', true],
    [{ type: 'rate_limit_error' }, 'provider_overloaded', true],
    [{ type: 'api_error' }, 'provider_failed', true],
    [{ type: 'timeout_error' }, 'provider_timeout', true],
    [{ type: 'billing_error' }, 'provider_auth', false],
    [{ type: 'invalid_request_error', message: 'prompt is too long' }, 'context_too_long', false],
    [{ type: 'something_new' }, 'provider_failed', false],
  ])('%o is %s, transient: %s', async (said, code, isTransient) => {
    const data = JSON.stringify({ type: 'error', error: said });
    const { error } = await collectAnswer(provider(`event: error\ndata: ${data}\n\n`));
    expect(error).toMatchObject({ code, isTransient });
  });
});

test('what is not text is still a sign of life: pings and thinking', async () => {
  const { kinds } = await collectAnswer(provider(thinking));
  const firstText = kinds.indexOf('text');
  expect(kinds.slice(0, firstText)).toEqual(['usage', ...Array<string>(5).fill('progress')]);
  const { kinds: withPing } = await collectAnswer(provider('event: ping\ndata: {"type":"ping"}\n\n'));
  expect(withPing).toEqual(['progress']);
});

describe('a count that can not be one', () => {
  const delta = (usage: object) =>
    `event: message_delta\ndata: ${JSON.stringify({ type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage })}\n\n`;
  test.each([
    [
      { input_tokens: 5, output_tokens: 2.5 },
      { inputTokens: 5, outputTokens: null },
    ],
    [
      { input_tokens: -1, output_tokens: 2 },
      { inputTokens: null, outputTokens: 2 },
    ],
    [
      { input_tokens: 1e12, output_tokens: '2' },
      { inputTokens: null, outputTokens: null },
    ],
    [
      { input_tokens: 5, output_tokens: 2, cache_read_input_tokens: -3 },
      { inputTokens: 5, outputTokens: 2 },
    ],
  ])('%o is as good as none', async (counts, usage) => {
    const collected = await collectAnswer(provider(delta(counts)));
    expect(collected).toMatchObject({ usage, error: null });
  });
});
