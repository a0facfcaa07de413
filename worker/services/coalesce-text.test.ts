import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { coalesceText } from './coalesce-text.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function setUp() {
  const emitted: string[] = [];
  return { emitted, text: coalesceText((delta) => emitted.push(delta)) };
}

test('the first text goes out at once, and what follows within 33 ms together', () => {
  const { emitted, text } = setUp();
  text.push('a');
  expect(emitted).toEqual(['a']);
  text.push('b');
  text.push('c');
  vi.advanceTimersByTime(32);
  expect(emitted).toEqual(['a']);
  vi.advanceTimersByTime(1);
  expect(emitted).toEqual(['a', 'bc']);
});

test('after silence the next text goes out at once again', () => {
  const { emitted, text } = setUp();
  text.push('a');
  vi.advanceTimersByTime(200);
  text.push('b');
  expect(emitted).toEqual(['a', 'b']);
});

test('what is left goes out at the end, and no timer outlives it', () => {
  const { emitted, text } = setUp();
  text.push('a');
  text.push('b');
  text.end();
  expect(emitted).toEqual(['a', 'b']);
  expect(vi.getTimerCount()).toBe(0);
});

test('a second of tokens every 2 ms is about thirty events with the same text', () => {
  const { emitted, text } = setUp();
  let sent = '';
  for (let token = 0; token < 500; token += 1) {
    text.push(`${String(token)} `);
    sent += `${String(token)} `;
    vi.advanceTimersByTime(2);
  }
  text.end();
  expect(emitted.join('')).toBe(sent);
  expect(emitted.length).toBeLessThanOrEqual(32);
});
