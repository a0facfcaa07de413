import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { AppError } from '../errors.ts';
import type { FinishedTurn, TitleEnd, TurnEnd } from '../ports/chat-repository.ts';
import type { LogFields } from '../ports/logger.ts';
import { turnToRun } from '../testing/turn-to-run.ts';
import { abandonAnswer } from './abandon-answer.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const { answerId, userMessage, quota } = turnToRun().turn;

/** Abandons an answer in a database that says so. */
async function abandon(
  finish: () => Promise<FinishedTurn>,
  finishTitle = (_attempt: number) => Promise.resolve<string | null>(null),
) {
  const ends: TurnEnd[] = [];
  const titleEnds: TitleEnd[] = [];
  const logged: [event: string, fields: LogFields][] = [];
  const log = (event: string, fields: LogFields) => logged.push([event, fields]);
  const chats = {
    finishTurn: (end: TurnEnd) => {
      ends.push(end);
      return finish();
    },
    finishTitle: (end: TitleEnd) => {
      titleEnds.push(end);
      return finishTitle(titleEnds.length);
    },
  };
  const deps = { chats, clock: { now: () => Date.now() }, logger: { info: log, error: log } };
  const code = abandonAnswer(deps, answerId).then(
    () => null,
    (error: unknown) => (error instanceof AppError ? error.code : error),
  );
  await vi.advanceTimersByTimeAsync(20_000);
  return { code: await code, ends, titleEnds, logged };
}

const stored =
  (status: 'complete' | 'stopped' | 'interrupted' | 'failed', titleId: string | null = null) =>
  () =>
    Promise.resolve({
      answer: { ...userMessage, id: answerId, role: 'assistant' as const, status },
      quota,
      costMicroUsd: 7,
      titleId,
    });

test('it ends as interrupted, with what was checkpointed, paid for one question, and is logged', async () => {
  const { code, ends, logged } = await abandon(stored('interrupted'));
  expect(code).toBeNull();
  expect(ends).toEqual([
    {
      answerId,
      status: 'interrupted',
      content: null,
      finishReason: null,
      errorCode: null,
      providerId: null,
      wantsTitle: false,
      hasBegun: false,
      uncountedReads: 1,
      usage: null,
    },
  ]);
  expect(logged).toEqual([['abandoned', { answerId, status: 'interrupted', costMicroUsd: 7 }]]);
});

test.each(['complete', 'stopped'] as const)('one that turns out to be %s was not', async (status) => {
  expect(await abandon(stored(status))).toMatchObject({ code: null, logged: [] });
});

const away = () => Promise.reject(new AppError('service_unavailable'));

describe('a title that its host was to ask for', () => {
  const settled = { titleId: 'title', title: null, usage: null };

  test('is settled, without a word in the log', async () => {
    const { code, titleEnds, logged } = await abandon(stored('complete', 'title'));
    expect([code, titleEnds, logged]).toEqual([null, [settled], []]);
  });

  test('is tried to be settled while the database is away, and then by whoever comes next', async () => {
    const passing = await abandon(stored('complete', 'title'), (attempt) =>
      attempt < 3 ? away() : Promise.resolve(null),
    );
    expect([passing.code, passing.titleEnds]).toEqual([null, [settled, settled, settled]]);
    expect((await abandon(stored('complete', 'title'), away)).code).toBe('service_unavailable');
  });

  test('is none when no title is due', async () => {
    expect((await abandon(stored('complete'))).titleEnds).toEqual([]);
  });
});

test('one that nobody has begun is not looked for again', async () => {
  const { code, ends, logged } = await abandon(() => Promise.reject(new AppError('not_found')));
  expect([code, ends.length, logged]).toEqual([null, 1, []]);
});

test('while the database is away it is tried for a few seconds, and then by whoever comes next', async () => {
  const { code, ends, logged } = await abandon(away);
  expect([code, logged]).toEqual(['service_unavailable', []]);
  expect(ends.length).toBeGreaterThan(3);
});
