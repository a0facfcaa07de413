import { expect, test } from 'vitest';
import { toAppError } from './to-app-error.ts';

const failure = { code: '', message: 'relation "chats" does not exist', details: null };

test.each([
  ['a refusal of ours', { ...failure, code: 'PT404', message: 'not_found' }, 404, 'not_found'],
  ['a code we do not know', { ...failure, code: 'PT418', message: 'teapot' }, 418, 'internal'],
  ['no reply', failure, 0, 'service_unavailable'],
  ['a broken reply', failure, 502, 'service_unavailable'],
  ['too many connections', { ...failure, code: '53300' }, 503, 'service_unavailable'],
  ['our key is wrong', { ...failure, code: 'PGRST301' }, 401, 'service_unavailable'],
  ['our key is unknown to the gateway', { message: 'Invalid API key' }, 401, 'service_unavailable'],
  ['a missing table', { ...failure, code: '42P01' }, 404, 'internal'],
  ['text that can not be stored', { ...failure, code: '22P05' }, 400, 'invalid_request'],
  ['text that is no UTF-8', { ...failure, code: '22021' }, 400, 'invalid_request'],
  [
    'JSON that is none',
    { ...failure, code: '22P02', message: 'invalid input syntax for type json' },
    400,
    'invalid_request',
  ],
  [
    'a row that is broken',
    { ...failure, code: '22P02', message: 'invalid input syntax for type integer: "10.5"' },
    400,
    'internal',
  ],
  ['a number that is too large', { ...failure, code: '22003' }, 400, 'internal'],
])('%s', (_name, given, status, code) => {
  expect(toAppError(given, status, false).code).toBe(code);
});

test("a user's token that has just expired is theirs to renew", () => {
  expect(toAppError({ ...failure, code: 'PGRST303' }, 401, true).code).toBe('invalid_token');
});

test('a limit comes with where the caller stands and when it ends', () => {
  const resetsAt = new Date(Date.now() + 60_000).toISOString();
  const details = JSON.stringify({ limit: 3, remaining: 0, resetsAt });
  const error = toAppError({ code: 'PT429', message: 'anonymous_limit_reached', details }, 429, false);
  expect(error.quota).toEqual({ limit: 3, used: 3, remaining: 0, resetsAt });
  expect(error.retryAfterSeconds).toBeGreaterThan(50);
  expect(error.retryAfterSeconds).toBeLessThanOrEqual(60);
});

test('of the budget a caller learns when it comes back', () => {
  const details = JSON.stringify({ resetsAt: new Date().toISOString() });
  const error = toAppError({ code: 'PT429', message: 'budget_reached', details }, 429, false);
  expect(error.quota).toBeUndefined();
  expect(error.retryAfterSeconds).toBe(1);
});

test('nothing the database said is in the words for a client', () => {
  expect(toAppError({ ...failure, code: '42P01' }, 404, false).message).toBe('Something went wrong');
});
