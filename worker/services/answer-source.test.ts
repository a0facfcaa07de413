import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ErrorCode } from '../../protocol/errors.ts';
import { AppError } from '../errors.ts';
import type { AiProvider, AnswerPart, PromptMessage } from '../ports/ai-provider.ts';
import { says, scriptedProvider, type Script } from '../testing/scripted-provider.ts';
import { catalogProvider, turnToRun } from '../testing/turn-to-run.ts';
import { createAnswerSource } from './answer-source.ts';

const first = catalogProvider({ id: 'first', model: 'first-model' });
const second = catalogProvider({ id: 'second', model: 'second-model', maxOutputTokens: 50 });
const failure = (code: ErrorCode, isTransient = false): Script => ({
  error: new AppError(code, { isTransient }),
});
const busy = failure('provider_overloaded', true);

interface Setting {
  readonly adapters: Record<string, AiProvider>;
  readonly fallback?: typeof second | null;
  readonly history?: readonly PromptMessage[];
  readonly firstTokenMs?: number;
}

function setUp({ adapters, fallback = second, history, firstTokenMs = 30_000 }: Setting) {
  const turn = { ...turnToRun().turn, ...(history && { history }) };
  const registry = { find: ({ id }: { id: string }) => adapters[id], obstacleTo: () => null };
  const pause = () => Promise.resolve();
  const controller = new AbortController();
  const deps = { registry, pause, timers: { firstTokenMs } };
  const source = createAnswerSource(deps, turnToRun({ turn, provider: first, fallback }));
  const read = async () => {
    const parts: AnswerPart[] = [];
    try {
      for await (const part of await source.open(controller.signal)) parts.push(part);
    } catch (error) {
      return { parts, code: error instanceof AppError ? error.code : error };
    }
    return { parts, code: null };
  };
  return { source, read, controller };
}

const text = (parts: readonly AnswerPart[]) =>
  parts.map((part) => (part.type === 'text' ? part.text : '')).join('');

test('a provider that answers is asked once, in full', async () => {
  const adapter = scriptedProvider(says('Hi'));
  const { source, read } = setUp({ adapters: { first: adapter } });
  expect(text((await read()).parts)).toBe('Hi');
  expect(source).toMatchObject({ provider: first, attempts: 1, fallbackCode: null });
  const { turn, traceparent } = turnToRun();
  expect(adapter.requests).toEqual([
    {
      model: 'first-model',
      system: null,
      messages: turn.history,
      maxOutputTokens: 100,
      parameters: {},
      cacheKey: turn.chatId,
      traceparent,
    },
  ]);
});

test('one that is busy for a moment is asked again', async () => {
  const { source, read } = setUp({ adapters: { first: scriptedProvider(busy, busy, says('Hi')) } });
  expect(text((await read()).parts)).toBe('Hi');
  expect(source).toMatchObject({ provider: first, attempts: 3 });
});

test('a reply that ends before it began is a broken connection', async () => {
  const { source, read } = setUp({ adapters: { first: scriptedProvider({}, says('Hi')) } });
  expect(text((await read()).parts)).toBe('Hi');
  expect(source.attempts).toBe(2);
});

test.each<[string, AnswerPart]>([
  ['a word', { type: 'text', text: 'Ha' }],
  ['a sign of life', { type: 'progress' }],
])('after %s nobody is asked again, be the failure one that passes', async (_name, part) => {
  const breaks: Script = { ...busy, parts: [part] };
  const other = scriptedProvider(says('From the other'));
  const { source, read } = setUp({ adapters: { first: scriptedProvider(breaks), second: other } });
  expect(await read()).toEqual({ parts: [part], code: 'provider_overloaded' });
  expect(source).toMatchObject({ provider: first, attempts: 1, fallbackCode: null });
  expect(other.requests).toEqual([]);
});

test.each(['provider_auth', 'provider_failed', 'provider_overloaded', 'provider_timeout'] as const)(
  'when the provider fails with %s, the fallback answers, as itself',
  async (code) => {
    const other = scriptedProvider(says('From the other'));
    const { source, read } = setUp({ adapters: { first: scriptedProvider(failure(code)), second: other } });
    expect(text((await read()).parts)).toBe('From the other');
    expect(source).toMatchObject({ provider: second, attempts: 2, fallbackCode: code });
    expect(other.requests).toMatchObject([{ model: 'second-model', maxOutputTokens: 50 }]);
  },
);

test('so it does when the key of the first is gone', async () => {
  const { source, read } = setUp({ adapters: { second: scriptedProvider(says('Hi')) } });
  expect(text((await read()).parts)).toBe('Hi');
  expect(source).toMatchObject({ attempts: 1, fallbackCode: 'provider_unavailable' });
});

test('the fallback is asked after all attempts, and has its own', async () => {
  const { source, read } = setUp({
    adapters: { first: scriptedProvider(busy), second: scriptedProvider(busy, says('At last')) },
  });
  expect(text((await read()).parts)).toBe('At last');
  expect(source.attempts).toBe(5);
});

test.each(['content_filtered', 'context_too_long', 'internal'] as const)(
  'what was asked is no reason to ask another: %s',
  async (code) => {
    const other = scriptedProvider(says('No'));
    const { source, read } = setUp({ adapters: { first: scriptedProvider(failure(code)), second: other } });
    expect((await read()).code).toBe(code);
    expect(other.requests).toEqual([]);
    expect(source).toMatchObject({ provider: first, fallbackCode: null });
  },
);

test('when both fail, the last one says why', async () => {
  const { source, read } = setUp({
    adapters: {
      first: scriptedProvider(failure('provider_auth')),
      second: scriptedProvider(failure('content_filtered')),
    },
  });
  expect((await read()).code).toBe('content_filtered');
  expect(source).toMatchObject({ provider: second, fallbackCode: 'provider_auth' });
});

test('a fallback that can not be asked has not failed', async () => {
  const { source, read } = setUp({ adapters: { first: scriptedProvider(failure('provider_auth')) } });
  expect((await read()).code).toBe('provider_auth');
  expect(source).toMatchObject({ provider: first, attempts: 1, fallbackCode: null });
});

test('when the turn ends while a provider is silent, nobody else is asked', async () => {
  const other = scriptedProvider(says('Too late'));
  const { source, read, controller } = setUp({
    adapters: { first: scriptedProvider({ isSilent: true }), second: other },
  });
  const result = read();
  controller.abort();
  expect((await result).code).not.toBeNull();
  expect(source.attempts).toBe(1);
  expect(other.requests).toEqual([]);
});

describe('a provider that hangs', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });
  const silent: Script = { isSilent: true };

  test('leaves its fallback half of the time for the first word', async () => {
    const other = scriptedProvider(says('From the other'));
    const { source, read } = setUp({
      adapters: { first: scriptedProvider(busy, silent), second: other },
      firstTokenMs: 1_000,
    });
    const result = read();
    await vi.advanceTimersByTimeAsync(499);
    expect(other.requests).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(text((await result).parts)).toBe('From the other');
    expect(source).toMatchObject({ provider: second, attempts: 3, fallbackCode: 'provider_timeout' });
    expect(source.uncountedReads).toBe(1);
  });

  test('has all of it when there is no other', async () => {
    const { source, read, controller } = setUp({
      adapters: { first: scriptedProvider(silent) },
      fallback: null,
      firstTokenMs: 1_000,
    });
    const result = read();
    await vi.advanceTimersByTimeAsync(999);
    expect(source.uncountedReads).toBe(0);
    controller.abort();
    expect((await result).code).toBe('provider_timeout');
    expect(source).toMatchObject({ attempts: 1, uncountedReads: 1, fallbackCode: null });
  });

  test("after a part of its answer is the turn's to end, which still can", async () => {
    const thinks: Script = { parts: [{ type: 'progress' }], isSilent: true };
    const other = scriptedProvider(says('No'));
    const { read, controller } = setUp({
      adapters: { first: scriptedProvider(thinks), second: other },
      firstTokenMs: 1_000,
    });
    const state = { isOver: false };
    const result = read().finally(() => {
      state.isOver = true;
    });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(state.isOver).toBe(false);
    controller.abort();
    expect((await result).parts).toEqual([{ type: 'progress' }]);
    expect(other.requests).toEqual([]);
  });
});

test.each<[string, Script[], number]>([
  ['failed', [failure('provider_failed', true), says('Hi')], 0],
  [
    'was too slow, twice',
    [failure('provider_timeout', true), failure('provider_timeout', true), says('Hi')],
    2,
  ],
  ['was busy, and then too slow', [busy, failure('provider_timeout')], 1],
  ['refused what was asked', [failure('content_filtered')], 1],
  ['answered', [says('Hi')], 0],
])('a provider that %s: how often it has read the question for nothing', async (_name, scripts, reads) => {
  const { source, read } = setUp({ adapters: { first: scriptedProvider(...scripts) }, fallback: null });
  await read();
  expect(source.uncountedReads).toBe(reads);
});

const long: PromptMessage[] = Array.from({ length: 41 }, (_, index) => ({
  role: index % 2 ? 'assistant' : 'user',
  content: `${String(index)} ${'x'.repeat(298)}`,
}));

test('a conversation that the vendor finds too long is asked again once, with half of it', async () => {
  const adapter = scriptedProvider(failure('context_too_long'));
  const { source, read } = setUp({ adapters: { first: adapter }, history: long });
  expect((await read()).code).toBe('context_too_long');
  expect(source.attempts).toBe(2);
  const [whole, half] = adapter.requests.map(({ messages }) => messages);
  expect(whole).toEqual(long);
  expect(half).toEqual(long.slice(-19));
});

test('a message that is too long by itself is not sent twice', async () => {
  const { source, read } = setUp({ adapters: { first: scriptedProvider(failure('context_too_long')) } });
  expect((await read()).code).toBe('context_too_long');
  expect(source.attempts).toBe(1);
});

test('each is sent what fits its own window', async () => {
  const small = { ...second, contextWindow: 600 };
  const other = scriptedProvider(says('Hi'));
  const adapters = { first: scriptedProvider(failure('provider_failed')), second: other };
  await setUp({ adapters, fallback: small, history: long }).read();
  expect(other.requests[0]?.messages).toEqual(long.slice(-5));
});

test('what fits nobody is sent to nobody', async () => {
  const adapter = scriptedProvider(says('Hi'));
  const { source, read } = setUp({
    adapters: { first: adapter, second: adapter },
    history: [{ role: 'user', content: 'x'.repeat(30_000) }],
  });
  expect((await read()).code).toBe('context_too_long');
  expect(source.attempts).toBe(0);
});
