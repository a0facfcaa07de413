import { describe, expect, test } from 'vitest';
import { chunkedFetch } from '../../testing/chunked-fetch.ts';
import { collectAnswer } from '../../testing/collect-answer.ts';
import answer from './__fixtures__/answer.sse?raw';
import error from './__fixtures__/error.sse?raw';
import refusal from './__fixtures__/refusal.sse?raw';
import sparse from './__fixtures__/sparse.sse?raw';
import thinking from './__fixtures__/thinking.sse?raw';
import { createAnthropicProvider } from './index.ts';

const bytes = new TextEncoder().encode(answer);
const whole = {
  text: 'Grüße aus 東京 👩‍👩‍👧!\n',
  usage: { inputTokens: 2012, outputTokens: 9, cachedInputTokens: 1900, cacheWriteTokens: 100 },
  finish: 'stop',
  error: null,
};

function provider(...chunks: readonly (string | Uint8Array)[]) {
  return createAnthropicProvider({
    apiKey: 'sk-test',
    baseUrl: 'https://vendor.example/v1',
    fetch: chunkedFetch(chunks),
  });
}

function failing(status: number, error: object, headers: Record<string, string> = {}) {
  const fetch = chunkedFetch([JSON.stringify({ type: 'error', error })], {
    status,
    headers: { 'content-type': 'application/json', ...headers },
  });
  return createAnthropicProvider({ apiKey: 'sk-test', baseUrl: 'https://vendor.example', fetch });
}

describe('a recorded stream', () => {
  test('is the same answer wherever the network splits it', async () => {
    for (let split = 0; split <= bytes.length; split += 1) {
      const collected = await collectAnswer(provider(bytes.slice(0, split), bytes.slice(split)));
      expect(collected, `split at byte ${String(split)}`).toMatchObject(whole);
    }
  });

  test('is never whole when it is cut before the vendor said so', async () => {
    const end = answer.indexOf('event: message_stop\ndata: {"type":"message_stop"');
    const endByte = new TextEncoder().encode(answer.slice(0, end)).length;
    for (let cut = 0; cut <= endByte; cut += 1) {
      const { finish } = await collectAnswer(provider(bytes.slice(0, cut)));
      expect(finish, `cut at byte ${String(cut)}`).toBeNull();
    }
  });

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

test('ends, and cancels the request, when the signal aborts', async () => {
  const controller = new AbortController();
  let seen: AbortSignal | null | undefined;
  const silent = createAnthropicProvider({
    apiKey: 'sk-test',
    baseUrl: 'https://vendor.example',
    fetch: (_input, init) => {
      seen = init?.signal;
      queueMicrotask(() => {
        controller.abort();
      });
      return new Promise((_resolve, reject) => {
        init?.signal?.addEventListener('abort', () => {
          reject(new DOMException('Aborted', 'AbortError'));
        });
      });
    },
  });
  const { finish } = await collectAnswer(silent, { signal: controller.signal });
  expect(finish).toBeNull();
  expect(seen?.aborted).toBe(true);
});

describe('an error of the vendor', () => {
  test.each([
    [401, { type: 'authentication_error', message: 'invalid x-api-key' }, 'provider_auth'],
    [403, { type: 'permission_error' }, 'provider_auth'],
    [
      400,
      { type: 'invalid_request_error', message: 'prompt is too long: 210000 tokens > 200000 maximum' },
      'context_too_long',
    ],
    [400, { type: 'invalid_request_error', message: 'max_tokens: must be positive' }, 'provider_failed'],
    [408, {}, 'provider_timeout'],
    [429, { type: 'rate_limit_error' }, 'provider_overloaded'],
    [500, { type: 'api_error' }, 'provider_failed'],
    [529, { type: 'overloaded_error' }, 'provider_overloaded'],
    [504, { type: 'timeout_error' }, 'provider_timeout'],
  ] as const)('%i %o is %s', async (status, error, code) => {
    const collected = await collectAnswer(failing(status, error));
    expect(collected.error?.code).toBe(code);
  });

  test('keeps when to try again', async () => {
    const { error } = await collectAnswer(failing(429, {}, { 'retry-after': '7' }));
    expect(error?.retryAfterSeconds).toBe(7);
  });

  test('is not tried again by the SDK', async () => {
    let requests = 0;
    const refusing = createAnthropicProvider({
      apiKey: 'sk-test',
      baseUrl: 'https://vendor.example',
      fetch: () => {
        requests += 1;
        return Promise.resolve(new Response('{}', { status: 503 }));
      },
    });
    await collectAnswer(refusing);
    expect(requests).toBe(1);
  });
});
