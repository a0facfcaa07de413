import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { AppError } from '../errors.ts';
import { checkpointAnswer } from './checkpoint-answer.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** @param store what the database does with each checkpoint, in order; after these it stores at once */
function setUp(...store: (() => Promise<void>)[]) {
  const stored: [atMs: number, content: string][] = [];
  const logged: unknown[] = [];
  const startedAt = Date.now();
  const checkpoints = checkpointAnswer(
    {
      chats: {
        checkpointTurn: (_answerId, content) => {
          stored.push([Date.now() - startedAt, content]);
          return store[stored.length - 1]?.() ?? Promise.resolve();
        },
      },
      logger: {
        info: () => undefined,
        error: (event, { code, traceId }) => logged.push([event, code, traceId]),
      },
    },
    { answerId: 'answer', requestId: 'request', traceId: 'trace' },
  );
  return { checkpoints, stored, logged };
}

test('text is stored within three seconds of its coming, all of it so far', async () => {
  const { checkpoints, stored } = setUp();
  for (let second = 0; second < 6; second += 1) {
    checkpoints.push(String(second));
    await vi.advanceTimersByTimeAsync(1_000);
  }
  expect(stored).toEqual([
    [2_500, '012'],
    [5_500, '012345'],
  ]);
});

test('an answer of less than 2.5 s makes none', async () => {
  const { checkpoints, stored } = setUp();
  checkpoints.push('Short');
  await vi.advanceTimersByTimeAsync(2_499);
  checkpoints.end();
  await vi.runAllTimersAsync();
  expect(stored).toEqual([]);
});

test('while nothing comes, the database hears every 30 s that the turn lives, from its beginning on', async () => {
  const { checkpoints, stored } = setUp();
  await vi.advanceTimersByTimeAsync(60_000);
  checkpoints.push('Silence follows');
  await vi.advanceTimersByTimeAsync(62_500);
  expect(stored).toEqual([
    [30_000, ''],
    [60_000, ''],
    [62_500, 'Silence follows'],
    [92_500, 'Silence follows'],
    [122_500, 'Silence follows'],
  ]);
  checkpoints.end();
  expect(vi.getTimerCount()).toBe(0);
});

test('text that comes at the end of a silence is stored as soon as any other', async () => {
  const { checkpoints, stored } = setUp();
  await vi.advanceTimersByTimeAsync(29_000);
  checkpoints.push('At ');
  await vi.advanceTimersByTimeAsync(2_000);
  checkpoints.push('last');
  await vi.advanceTimersByTimeAsync(10_000);
  expect(stored).toEqual([[31_500, 'At last']]);
});

test('there is one at a time, and none after the end', async () => {
  const slow = Promise.withResolvers<undefined>();
  const { checkpoints, stored } = setUp(() => slow.promise);
  checkpoints.push('a');
  await vi.advanceTimersByTimeAsync(2_500);
  checkpoints.push('b');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(stored).toHaveLength(1);
  checkpoints.end();
  slow.resolve(undefined);
  await vi.runAllTimersAsync();
  expect(stored).toHaveLength(1);
});

test('one that fails is made up for, and only the first is told', async () => {
  const down = () => Promise.reject(new AppError('service_unavailable'));
  const { checkpoints, stored, logged } = setUp(down, down);
  checkpoints.push('Keep this');
  await vi.advanceTimersByTimeAsync(10_000);
  expect(stored.map(([, content]) => content)).toEqual(['Keep this', 'Keep this', 'Keep this']);
  expect(logged).toEqual([['checkpoint', 'service_unavailable', 'trace']]);
});

test('half of an emoji waits for its other half', async () => {
  const { checkpoints, stored } = setUp();
  checkpoints.push('Hi \ud83d');
  await vi.advanceTimersByTimeAsync(2_500);
  checkpoints.push('\ude00');
  await vi.advanceTimersByTimeAsync(2_500);
  // As JSON, because no reporter could print half an emoji.
  expect(stored.map(([, content]) => JSON.stringify(content))).toEqual(['"Hi "', '"Hi 😀"']);
});
