import { describe, expect, test } from 'vitest';
import { chunkedFetch } from '../../testing/chunked-fetch.ts';
import { collectAnswer } from '../../testing/collect-answer.ts';
import answer from './__fixtures__/answer.sse?raw';
import compatible from './__fixtures__/compatible.sse?raw';
import contentFilter from './__fixtures__/content-filter.sse?raw';
import error from './__fixtures__/error.sse?raw';
import length from './__fixtures__/length.sse?raw';
import { createOpenAiProvider } from './index.ts';

const bytes = new TextEncoder().encode(answer);
const whole = {
  text: 'Grüße aus 東京 👩‍👩‍👧!\n',
  usage: { inputTokens: 2048, outputTokens: 9, cachedInputTokens: 1920 },
  finish: 'stop',
  error: null,
};

function provider(...chunks: readonly (string | Uint8Array)[]) {
  return createOpenAiProvider({
    apiKey: 'sk-test',
    baseUrl: 'https://vendor.example/v1',
    fetch: chunkedFetch(chunks),
  });
}

function failing(status: number, error: object, headers: Record<string, string> = {}) {
  const fetch = chunkedFetch([JSON.stringify({ error })], {
    status,
    headers: { 'content-type': 'application/json', ...headers },
  });
  return createOpenAiProvider({ apiKey: 'sk-test', baseUrl: 'https://vendor.example', fetch });
}

describe('a recorded stream', () => {
  test('is the same answer wherever the network splits it', async () => {
    for (let split = 0; split <= bytes.length; split += 1) {
      const collected = await collectAnswer(provider(bytes.slice(0, split), bytes.slice(split)));
      expect(collected, `split at byte ${String(split)}`).toMatchObject(whole);
    }
  });

  test('is never whole when it is cut before the vendor said so', async () => {
    const end = answer.indexOf('"finish_reason":"stop"');
    const endByte = new TextEncoder().encode(answer.slice(0, end)).length;
    for (let cut = 0; cut <= endByte; cut += 1) {
      const { finish } = await collectAnswer(provider(bytes.slice(0, cut)));
      expect(finish, `cut at byte ${String(cut)}`).toBeNull();
    }
  });

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

test('ends, and cancels the request, when the signal aborts', async () => {
  const controller = new AbortController();
  let seen: AbortSignal | null | undefined;
  const silent = createOpenAiProvider({
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
    const refusing = createOpenAiProvider({
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
