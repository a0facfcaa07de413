import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { pause } from './pause.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('lasts as long as it was asked to', async () => {
  const ended = vi.fn();
  void pause(100, new AbortController().signal).then(ended);
  await vi.advanceTimersByTimeAsync(99);
  expect(ended).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(ended).toHaveBeenCalledOnce();
});

test('ends at once when the signal aborts, and leaves no timer behind', async () => {
  const controller = new AbortController();
  const ended = pause(100_000, controller.signal);
  controller.abort();
  await ended;
  await pause(100_000, controller.signal);
  expect(vi.getTimerCount()).toBe(0);
});
