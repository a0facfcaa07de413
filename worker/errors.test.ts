import { expect, test } from 'vitest';
import { AppError, toAppError, toProblem } from './errors.ts';

test('a problem says what the contract says, and nothing of the cause', () => {
  const cause = new Error('password authentication failed for user "postgres"');
  const error = new AppError('service_unavailable', { cause, retryAfterSeconds: 5 });
  expect(toProblem(error, 'request-1')).toEqual({
    type: 'urn:paynless:problem:service_unavailable',
    title: 'The service is not available',
    status: 503,
    code: 'service_unavailable',
    retryable: true,
    retryAfter: 5,
    requestId: 'request-1',
  });
});

test('an error without a code is internal', () => {
  const bug = new TypeError('x is not a function');
  expect(toAppError(bug)).toMatchObject({ code: 'internal', cause: bug });
  const known = new AppError('not_found');
  expect(toAppError(known)).toBe(known);
});
