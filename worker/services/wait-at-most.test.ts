import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { waitAtMost } from './wait-at-most.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test.each([
  ['done', () => Promise.resolve()],
  ['failed', () => Promise.reject(new Error('whatever'))],
])('work that is %s is not waited for any longer, and leaves no timer behind', async (_name, work) => {
  await waitAtMost(100_000, work());
  expect(vi.getTimerCount()).toBe(0);
});

test('work that takes too long is left to itself', async () => {
  const waited = vi.fn();
  void waitAtMost(100, new Promise(() => undefined)).then(waited);
  await vi.advanceTimersByTimeAsync(99);
  expect(waited).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(waited).toHaveBeenCalledOnce();
});
