import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { AppError } from '../errors.ts';
import type { ChatRepository, FinishedTurn, TurnEnd } from '../ports/chat-repository.ts';
import { finishTurn } from './finish-turn.ts';

const end: TurnEnd = {
  answerId: 'answer',
  status: 'complete',
  content: 'Paid for',
  finishReason: 'stop',
  errorCode: null,
  providerId: 'provider',
  wantsTitle: false,
  hasBegun: true,
  uncountedReads: 0,
  usage: null,
};
const finished: FinishedTurn = {
  answer: null,
  quota: { limit: 3, used: 1, remaining: 2, resetsAt: null },
  costMicroUsd: 1,
  titleId: null,
};
const clock = { now: () => Date.now() };

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A database of which only `finish_turn` is asked. */
function store(answer: (attempt: number, signal: AbortSignal) => Promise<FinishedTurn>) {
  const attempts: number[] = [];
  const chats: Pick<ChatRepository, 'finishTurn'> = {
    finishTurn: (_end, signal) => {
      attempts.push(Date.now());
      return answer(attempts.length, signal);
    },
  };
  return { chats, attempts };
}

const absent = () => Promise.reject(new AppError('service_unavailable'));
const hanging = (_attempt: number, signal: AbortSignal) =>
  new Promise<FinishedTurn>((_resolve, reject) => {
    signal.addEventListener('abort', () => {
      reject(new AppError('service_unavailable'));
    });
  });

test('a fault of a few seconds does not lose the answer', async () => {
  const { chats } = store((attempt) => (attempt < 6 ? absent() : Promise.resolve(finished)));
  const stored = finishTurn({ chats, clock, storeWithinMs: 20_000 }, end);
  await vi.runAllTimersAsync();
  expect(await stored).toBe(finished);
});

test('a database that hangs is asked again', async () => {
  const { chats } = store((attempt, signal) =>
    attempt < 4 ? hanging(attempt, signal) : Promise.resolve(finished),
  );
  const stored = finishTurn({ chats, clock, storeWithinMs: 20_000 }, end);
  await vi.runAllTimersAsync();
  expect(await stored).toBe(finished);
});

test.each([
  ['refuses', absent],
  ['hangs', hanging],
])('a database that %s for ever is given up in time', async (_name, answer) => {
  const { chats } = store(answer);
  const startedAt = Date.now();
  const lost = expect(finishTurn({ chats, clock, storeWithinMs: 20_000 }, end)).rejects.toMatchObject({
    code: 'service_unavailable',
  });
  await vi.runAllTimersAsync();
  await lost;
  expect(Date.now() - startedAt).toBeGreaterThan(12_000);
  expect(Date.now() - startedAt).toBeLessThanOrEqual(20_000);
});

test('a refusal is not tried again', async () => {
  const { chats, attempts } = store(() => Promise.reject(new AppError('internal')));
  await expect(finishTurn({ chats, clock, storeWithinMs: 20_000 }, end)).rejects.toMatchObject({
    code: 'internal',
  });
  expect(attempts).toHaveLength(1);
});
