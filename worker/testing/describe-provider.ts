import { describe, expect, test } from 'vitest';
import type { AiProvider } from '../ports/ai-provider.ts';
import type { ProviderSettings } from '../providers/provider-settings.ts';
import { chunkedFetch } from './chunked-fetch.ts';
import { collectAnswer } from './collect-answer.ts';

/** What an adapter is tried with: a whole stream of its vendor, and what it says. */
interface ProviderUnderTest {
  create: (settings: ProviderSettings) => AiProvider;
  /** A stream in the vendor's format, with characters of several bytes in it. */
  answer: string;
  expected: { text: string; usage: object; finish: string };
  /** Where in the stream the vendor begins to say that the answer is whole. */
  endMarker: string;
  /** A body of the vendor's errors around what it says of this one. */
  errorBody: (error: object) => object;
  /** Status, what the vendor says, and our code for it. */
  errors: readonly (readonly [status: number, error: object, code: string])[];
}

const settings = { apiKey: 'sk-test', baseUrl: 'https://vendor.example/v1' };

/** An adapter whose vendor answers with these chunks. */
export function answering(
  create: ProviderUnderTest['create'],
  ...chunks: readonly (string | Uint8Array)[]
): AiProvider {
  return create({ ...settings, fetch: chunkedFetch(chunks) });
}

/** What every adapter guarantees, whatever its vendor calls things. */
export function describeProvider(subject: ProviderUnderTest): void {
  describeStream(subject);
  describeAbort(subject);
  describeErrors(subject);
}

function describeStream({ create, answer, expected, endMarker }: ProviderUnderTest): void {
  const bytes = new TextEncoder().encode(answer);

  describe('a stream', () => {
    test('is the same answer wherever the network splits it', async () => {
      for (let split = 0; split <= bytes.length; split += 1) {
        const collected = await collectAnswer(answering(create, bytes.slice(0, split), bytes.slice(split)));
        expect(collected, `split at byte ${String(split)}`).toMatchObject({ ...expected, error: null });
      }
    });

    test('is never whole when it is cut before the vendor said so', async () => {
      expect(answer).toContain(endMarker);
      const end = new TextEncoder().encode(answer.slice(0, answer.indexOf(endMarker))).length;
      for (let cut = 0; cut <= end; cut += 1) {
        const { finish } = await collectAnswer(answering(create, bytes.slice(0, cut)));
        expect(finish, `cut at byte ${String(cut)}`).toBeNull();
      }
    });
  });
}

function describeAbort({ create }: ProviderUnderTest): void {
  test('ends, and cancels the request, when the signal aborts', async () => {
    const controller = new AbortController();
    let seen: AbortSignal | null | undefined;
    const silent = create({
      ...settings,
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
}

function describeErrors({ create, errorBody, errors }: ProviderUnderTest): void {
  /** An adapter whose vendor refuses, and how often it was asked. */
  function refused(status: number, error: object, headers: Record<string, string> = {}) {
    let requests = 0;
    const answer = chunkedFetch([JSON.stringify(errorBody(error))], {
      status,
      headers: { 'content-type': 'application/json', ...headers },
    });
    const provider = create({
      ...settings,
      fetch: (input, init) => {
        requests += 1;
        return answer(input, init);
      },
    });
    return { provider, requests: () => requests };
  }

  describe('an error of the vendor', () => {
    test.each(errors)('%i %o is %s', async (status, error, code) => {
      const collected = await collectAnswer(refused(status, error).provider);
      expect(collected.error?.code).toBe(code);
      expect(JSON.stringify(collected.error)).not.toContain(settings.apiKey);
    });

    test('keeps when to try again', async () => {
      const { error } = await collectAnswer(refused(429, {}, { 'retry-after': '7' }).provider);
      expect(error?.retryAfterSeconds).toBe(7);
    });

    test('is not tried again by the SDK', async () => {
      const { provider, requests } = refused(503, {});
      await collectAnswer(provider);
      expect(requests()).toBe(1);
    });
  });
}
