import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AiProvider } from '../ports/ai-provider.ts';
import type { ProviderSettings } from '../providers/provider-settings.ts';
import { chunkedFetch } from './chunked-fetch.ts';
import { collectAnswer, shortQuestion } from './collect-answer.ts';

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
  /** Status, what the vendor says, our code for it, and whether the same request may succeed a moment later. */
  errors: readonly (readonly [status: number, error: object, code: string, isTransient: boolean])[];
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
  describeRequest(subject);
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

    test('is the same answer in three pieces, and when whole events come at once', async () => {
      const lineEnds = [...bytes.keys()].filter((index) => bytes[index] === 10);
      const ends = fc.constantFrom(...lineEnds).map((index) => index + 1);
      const places = fc.oneof(ends, fc.nat(bytes.length));
      const splits = fc.asyncProperty(fc.tuple(places, places), async (pair) => {
        const [first, second] = pair.toSorted((one, other) => one - other);
        const pieces = [bytes.slice(0, first), bytes.slice(first, second), bytes.slice(second)];
        const collected = await collectAnswer(answering(create, ...pieces));
        expect(collected).toMatchObject({ ...expected, error: null });
      });
      await fc.assert(splits);
    });

    test('is never whole when it is cut before the vendor said so, and what came stands', async () => {
      expect(answer).toContain(endMarker);
      const end = new TextEncoder().encode(answer.slice(0, answer.indexOf(endMarker))).length;
      for (let cut = 0; cut <= end; cut += 1) {
        const { finish, text } = await collectAnswer(answering(create, bytes.slice(0, cut)));
        expect(finish, `cut at byte ${String(cut)}`).toBeNull();
        expect(expected.text.startsWith(text), `cut at byte ${String(cut)}: ${text}`).toBe(true);
      }
    });
  });
}

function describeRequest({ create, answer }: ProviderUnderTest): void {
  test('a request carries the trace it is part of', async () => {
    let headers = new Headers();
    const vendor = chunkedFetch([answer]);
    const provider = create({
      ...settings,
      fetch: (input, init) => {
        headers = new Headers(init?.headers);
        return vendor(input, init);
      },
    });
    await collectAnswer(provider);
    expect(headers.get('traceparent')).toBe(shortQuestion.traceparent);
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
    const { finish, error } = await collectAnswer(silent, { signal: controller.signal });
    expect(finish).toBeNull();
    expect(error?.isTransient ?? false).toBe(false);
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
    const everyones = [
      [302, {}, 'provider_failed', false],
      [402, {}, 'provider_auth', false],
      [403, {}, 'provider_auth', false],
      [404, {}, 'provider_failed', false],
      [408, {}, 'provider_timeout', true],
      [409, {}, 'provider_failed', true],
      [429, {}, 'provider_overloaded', true],
      [500, {}, 'provider_failed', true],
      [502, {}, 'provider_failed', true],
      [503, {}, 'provider_overloaded', true],
      [504, {}, 'provider_timeout', true],
      [529, {}, 'provider_overloaded', true],
    ] as const;

    test.each([...everyones, ...errors])(
      '%i %o is %s, transient: %s',
      async (status, said, code, isTransient) => {
        const { error } = await collectAnswer(refused(status, said).provider);
        expect(error).toMatchObject({ code, isTransient });
        expect(JSON.stringify(error)).not.toContain(settings.apiKey);
      },
    );

    test('that no machine can read is judged by its status', async () => {
      const page = chunkedFetch(['<h1>Bad gateway</h1>'], { status: 502 });
      const { error } = await collectAnswer(create({ ...settings, fetch: page }));
      expect(error).toMatchObject({ code: 'provider_failed', isTransient: true });
    });

    test('that is no reply at all may be over a moment later', async () => {
      const unreachable = () => Promise.reject(new Error('Network connection lost.'));
      const { error } = await collectAnswer(create({ ...settings, fetch: unreachable }));
      expect(error).toMatchObject({ code: 'provider_failed', isTransient: true });
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
