import { expect, test } from 'vitest';
import { AppError } from '../errors.ts';
import type { HousekeepingReport } from '../ports/housekeeping.ts';
import { housekeep } from './housekeep.ts';

const nothing: HousekeepingReport = {
  anonymousChats: 0,
  reservations: 0,
  staleAnswers: 0,
  sessionCodes: 0,
  counters: 0,
  limitMeetings: 0,
};

/** @param batch what the database reports of each batch, in order */
async function run(
  batch: (index: number) => HousekeepingReport,
  { batchMs = 1, configure = () => Promise.resolve() } = {},
) {
  const logged: unknown[] = [];
  const asked: number[] = [];
  let now = 0;
  const error = await housekeep({
    configure,
    housekeeping: {
      runBatch: (batchMax) => {
        now += batchMs;
        asked.push(batchMax);
        return new Promise((resolve) => {
          resolve(batch(asked.length - 1));
        });
      },
    },
    clock: { now: () => now },
    logger: {
      info: (event, fields) => logged.push(['info', event, fields]),
      error: (event, fields) => logged.push(['error', event, fields]),
    },
  }).catch((thrown: unknown) => thrown);
  return { asked, logged, error };
}

test('a clean database is one look and one line', async () => {
  const { asked, logged } = await run(() => nothing);
  expect(asked).toEqual([500]);
  expect(logged).toEqual([['info', 'housekeeping', { ...nothing, batches: 1, isDone: true }]]);
});

test('batches go on while any sort fills one, and are added up', async () => {
  const reports = [
    { ...nothing, anonymousChats: 500, counters: 3, limitMeetings: 1 },
    { ...nothing, anonymousChats: 20, counters: 500, reservations: 1 },
    { ...nothing, counters: 499, staleAnswers: 2, sessionCodes: 4, limitMeetings: 6 },
  ];
  const { asked, logged } = await run((index) => reports[index] ?? nothing);
  expect(asked).toHaveLength(3);
  expect(logged).toMatchObject([
    [
      'info',
      'housekeeping',
      {
        anonymousChats: 520,
        reservations: 1,
        staleAnswers: 2,
        sessionCodes: 4,
        counters: 1_002,
        limitMeetings: 7,
        isDone: true,
      },
    ],
  ]);
});

test.each([
  ['batches', 1, 20],
  ['seconds', 3_000, 7],
])('there is an end to it although there is more to do: twenty %s', async (_name, batchMs, batches) => {
  const { asked, logged } = await run(() => ({ ...nothing, sessionCodes: 500 }), { batchMs });
  expect(asked).toHaveLength(batches);
  expect(logged).toMatchObject([['info', 'housekeeping', { batches, isDone: false }]]);
});

test('what broke is known, and so is what was done before', async () => {
  const { logged, error } = await run((index) => {
    if (index === 1) throw new AppError('service_unavailable');
    return { ...nothing, reservations: 500 };
  });
  expect(error).toMatchObject({ code: 'service_unavailable' });
  expect(logged).toMatchObject([
    ['error', 'housekeeping', { reservations: 500, batches: 1, isDone: false, code: 'service_unavailable' }],
  ]);
});

test('nothing is removed before the limits of this deployment are known', async () => {
  const order: string[] = [];
  const batch = () => {
    order.push('batch');
    return nothing;
  };
  await run(batch, {
    configure: async () => {
      await Promise.resolve();
      order.push('configured');
    },
  });
  expect(order).toEqual(['configured', 'batch']);
});

test('nor when they can not be told to the database', async () => {
  const configure = () => Promise.reject(new AppError('service_unavailable'));
  const { asked, logged, error } = await run(() => nothing, { configure });
  expect(asked).toEqual([]);
  expect(error).toMatchObject({ code: 'service_unavailable' });
  expect(logged).toMatchObject([['error', 'housekeeping', { batches: 0, code: 'service_unavailable' }]]);
});
