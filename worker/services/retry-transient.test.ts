import { expect, test } from 'vitest';
import { AppError } from '../errors.ts';
import { retryTransient } from './retry-transient.ts';

const busy = (retryAfterSeconds: number | null = null) =>
  new AppError('provider_overloaded', { isTransient: true, retryAfterSeconds });

/** Something that fails with these errors, one an attempt, and then succeeds. */
async function retry(errors: readonly AppError[], { random = 0.5, leaveInPause = false } = {}) {
  const controller = new AbortController();
  const paused: number[] = [];
  let attempts = 0;
  const ask = () => {
    const error = errors[attempts];
    attempts += 1;
    return error ? Promise.reject(error) : Promise.resolve('answer');
  };
  const result = await retryTransient(ask, controller.signal, {
    random: () => random,
    pause: (ms) => {
      paused.push(ms);
      if (leaveInPause) controller.abort();
      return Promise.resolve();
    },
  }).catch((error: unknown) => error);
  return { result, attempts, paused };
}

test('what fails twice for a moment succeeds, after pauses that grow', async () => {
  expect(await retry([busy(), busy()], { random: 0.999 })).toEqual({
    result: 'answer',
    attempts: 3,
    paused: [499.5, 999],
  });
});

test('the pause may be nothing at all: those who failed together come back apart', async () => {
  expect((await retry([busy()], { random: 0 })).paused).toEqual([0]);
});

test('there is no fourth attempt', async () => {
  const errors = [busy(), busy(), busy()];
  expect(await retry(errors)).toMatchObject({ result: errors[2], attempts: 3 });
});

test.each(['provider_auth', 'context_too_long', 'content_filtered', 'internal'] as const)(
  'a failure that will not pass is not tried again: %s',
  async (code) => {
    const error = new AppError(code);
    expect(await retry([error])).toEqual({ result: error, attempts: 1, paused: [] });
  },
);

test('a vendor who names a time is given it', async () => {
  const { paused, attempts } = await retry([busy(10), busy(2)]);
  expect(attempts).toBe(3);
  expect(paused).toEqual([10_250, 2_500]);
});

test('but not more than ten seconds', async () => {
  expect(await retry([busy(11)])).toMatchObject({ attempts: 1, paused: [] });
});

test('nothing is asked any more once the turn has ended', async () => {
  const error = busy();
  expect(await retry([error], { leaveInPause: true })).toMatchObject({ result: error, attempts: 1 });
});
