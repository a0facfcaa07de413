import { expect, test } from 'vitest';
import { readRetryAfter } from './read-retry-after.ts';

const now = Date.parse('2026-11-01T12:00:00Z');

test.each([
  ['2', 2],
  ['0.2', 1],
  ['Sun, 01 Nov 2026 12:00:30 GMT', 30],
  ['Sun, 01 Nov 2026 11:00:00 GMT', null],
  ['86400', null],
  ['soon', null],
  ['', null],
])('retry-after: %s is %s seconds', (value, seconds) => {
  expect(readRetryAfter(new Headers({ 'retry-after': value }), now)).toBe(seconds);
});

test('no header is no promise', () => {
  expect(readRetryAfter(undefined)).toBeNull();
});
