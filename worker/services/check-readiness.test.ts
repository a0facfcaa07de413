import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { AppError } from '../errors.ts';
import { checkReadiness } from './check-readiness.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const unavailable = { code: 'service_unavailable' };
const hanging = (signal: AbortSignal) =>
  new Promise<void>((_resolve, reject) => {
    signal.addEventListener('abort', () => {
      reject(new AppError('service_unavailable'));
    });
  });

/** @param answer what the database says, by the number of the question */
function setUp(answer: (question: number, signal: AbortSignal) => Promise<void>) {
  const kept: Promise<unknown>[] = [];
  let questions = 0;
  const check = checkReadiness({
    readiness: {
      check: (signal) => {
        questions += 1;
        return answer(questions, signal);
      },
    },
    clock: { now: () => Date.now() },
    keepAlive: (work) => kept.push(work),
  });
  return { check, kept, questions: () => questions };
}

test('those who ask at once share one question, which no single one of them holds', async () => {
  const held = Promise.withResolvers<undefined>();
  const { check, kept, questions } = setUp(() => held.promise);
  const waiting = [check(), check()];
  // However long it takes: an answer is not old before it is there.
  await vi.advanceTimersByTimeAsync(999);
  waiting.push(check());
  held.resolve(undefined);
  await Promise.all(waiting);
  expect(questions()).toBe(1);
  expect(kept).toHaveLength(1);
});

test('so do those who come when the last answer is old', async () => {
  const held = Promise.withResolvers<undefined>();
  const { check, questions } = setUp((question) => (question === 2 ? held.promise : Promise.resolve()));
  await check();
  await vi.advanceTimersByTimeAsync(1_000);
  const waiting = [check(), check()];
  held.resolve(undefined);
  await Promise.all(waiting);
  expect(questions()).toBe(2);
});

test('an answer stands for a second, good or bad', async () => {
  const { check, questions } = setUp((question) =>
    question === 2 ? Promise.reject(new AppError('service_unavailable')) : Promise.resolve(),
  );
  await check();
  await vi.advanceTimersByTimeAsync(999);
  await check();
  expect(questions()).toBe(1);
  await vi.advanceTimersByTimeAsync(1);
  await expect(check()).rejects.toMatchObject(unavailable);
  await expect(check()).rejects.toMatchObject(unavailable);
  expect(questions()).toBe(2);
  await vi.advanceTimersByTimeAsync(1_000);
  await check();
  expect(questions()).toBe(3);
});

test('a database that says nothing for a second is not there', async () => {
  const { check, kept } = setUp((_question, signal) => hanging(signal));
  const startedAt = Date.now();
  const checked = expect(check()).rejects.toMatchObject(unavailable);
  await vi.runAllTimersAsync();
  await checked;
  expect(Date.now() - startedAt).toBe(1_000);
  await expect(Promise.all(kept)).resolves.toBeDefined();
});
