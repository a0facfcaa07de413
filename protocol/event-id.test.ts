import { expect, test } from 'vitest';
import { formatEventId, readEventId } from './event-id.ts';

const answerId = '0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a04';

test('an event is found again by its id', () => {
  expect(readEventId(formatEventId(answerId, 1), answerId)).toBe(1);
  expect(readEventId(formatEventId(answerId, 4321), answerId)).toBe(4321);
});

test.each([
  ['of another answer', formatEventId('0190a1b3-c3d4-7e5f-8a9b-0c1d2e3f4a04', 7)],
  ['that is none', ''],
  ['without an answer', '7'],
  ['without a number', '-0190a1b2'],
  ['before the first', formatEventId(answerId, 0)],
  ['with something behind it', `${formatEventId(answerId, 7)} `],
  ['that is too large to be ours', '12345678901-0190a1b2'],
])('an id %s is no place to go on from', (_what, eventId) => {
  expect(readEventId(eventId, answerId)).toBeNull();
});
