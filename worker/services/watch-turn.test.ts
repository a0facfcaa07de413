import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { watchTurn } from './watch-turn.ts';

const timers = { firstTokenMs: 100, idleMs: 40, totalMs: 300 };

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const watch = () => watchTurn(timers, { now: () => Date.now() });

test('an answer that does not begin in time is stopped', () => {
  const turn = watch();
  vi.advanceTimersByTime(99);
  expect(turn.signal.aborted).toBe(false);
  vi.advanceTimersByTime(1);
  expect(turn.signal.aborted).toBe(true);
  expect(turn.stopReason).toBe('timeout');
});

test('signs of life without text do not make up for the first word', () => {
  const turn = watch();
  for (let elapsed = 0; elapsed < 100; elapsed += 10) {
    expect(turn.signal.aborted).toBe(false);
    turn.progress();
    vi.advanceTimersByTime(10);
  }
  expect(turn.stopReason).toBe('timeout');
});

test('nor do they shorten the wait for it', () => {
  const turn = watch();
  turn.progress();
  vi.advanceTimersByTime(99);
  expect(turn.signal.aborted).toBe(false);
});

test('an answer that falls silent is stopped, counted from its last sign of life', () => {
  const turn = watch();
  vi.advanceTimersByTime(10);
  turn.begin();
  vi.advanceTimersByTime(30);
  turn.progress();
  vi.advanceTimersByTime(39);
  expect(turn.signal.aborted).toBe(false);
  vi.advanceTimersByTime(1);
  expect(turn.stopReason).toBe('timeout');
});

test('an answer that never ends is stopped', () => {
  const turn = watch();
  turn.begin();
  for (let elapsed = 0; elapsed < 290; elapsed += 10) {
    vi.advanceTimersByTime(10);
    turn.progress();
  }
  expect(turn.signal.aborted).toBe(false);
  vi.advanceTimersByTime(10);
  expect(turn.stopReason).toBe('timeout');
});

test('a reader who wants no more ends the answer, and a timer does not change why', () => {
  const turn = watch();
  turn.stop();
  vi.advanceTimersByTime(1_000);
  expect(turn.signal.aborted).toBe(true);
  expect(turn.stopReason).toBe('stopped');
});

test('nothing is left running behind an answer that has ended', () => {
  const turn = watch();
  turn.begin();
  turn.end();
  expect(vi.getTimerCount()).toBe(0);
});

test('a stop after the end has stopped nothing', () => {
  const turn = watch();
  turn.begin();
  turn.end();
  turn.stop();
  expect(turn.signal.aborted).toBe(false);
  expect(turn.stopReason).toBeUndefined();
});

test('a stop between the last word and the token count has stopped nothing, and the count is not waited for for ever', () => {
  const turn = watch();
  turn.begin();
  turn.complete();
  turn.stop();
  expect(turn.signal.aborted).toBe(false);
  vi.advanceTimersByTime(40);
  expect(turn.stopReason).toBe('timeout');
});
