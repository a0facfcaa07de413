import { expect, test } from 'vitest';
import { AppError } from '../errors.ts';
import type { LogFields } from '../ports/logger.ts';
import { configureOnce } from './configure-once.ts';

const limits = {
  anonymousMessageLimit: 3,
  anonymousWindowHours: 24,
  anonymousIpMessageLimit: 15,
  userDailyMessageLimit: 200,
  dailyBudgetMicroUsd: 1,
  anonymousRetentionDays: 30,
};

function setUp(answers: (() => Promise<void>)[]) {
  const kept: Promise<unknown>[] = [];
  const logged: [string, LogFields][] = [];
  let asked = 0;
  const configure = configureOnce({
    settings: {
      configure: () => {
        asked += 1;
        return answers[asked - 1]?.() ?? Promise.resolve();
      },
    },
    limits,
    logger: {
      info: () => undefined,
      error: (event, fields) => {
        logged.push([event, fields]);
      },
    },
    keepAlive: (work) => {
      kept.push(work);
    },
  });
  return { configure, kept, logged, asked: () => asked };
}

test('asks once, for everybody who waits, and goes on when the first of them leaves', async () => {
  let answer: (() => void) | undefined;
  const { configure, kept, asked } = setUp([
    () =>
      new Promise((resolve) => {
        answer = resolve;
      }),
  ]);
  const waiting = [configure(), configure()];
  expect(kept).toHaveLength(1);
  answer?.();
  await Promise.all([...waiting, ...kept, configure()]);
  expect(asked()).toBe(1);
});

test('remembers no failure, and a failure rejects only who waits for it', async () => {
  const { configure, kept, logged, asked } = setUp([
    () => Promise.reject(new AppError('service_unavailable')),
  ]);
  await expect(configure()).rejects.toMatchObject({ code: 'service_unavailable' });
  await expect(Promise.all(kept)).resolves.toBeDefined();
  await configure();
  expect(asked()).toBe(2);
  expect(logged).toEqual([]);
});

test('limits that the database refuses are in the log', async () => {
  const { configure, logged } = setUp([() => Promise.reject(new AppError('internal'))]);
  await expect(configure()).rejects.toMatchObject({ code: 'internal' });
  expect(logged).toEqual([['misconfigured', { message: 'The database refuses the limits', ...limits }]]);
});
