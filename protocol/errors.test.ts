import { parse } from 'valibot';
import { describe, expect, it } from 'vitest';
import { isErrorCode, Problem, problems } from './errors.ts';

describe('problems', () => {
  it('know their own codes and no inherited ones', () => {
    expect(isErrorCode('rate_limited')).toBe(true);
    expect(isErrorCode('toString')).toBe(false);
  });

  it('with an unknown code are not read', () => {
    const problem = { type: 't', title: 't', status: 400, retryable: false, requestId: 'r' };
    expect(() => parse(Problem, { ...problem, code: 'made_up' })).toThrow();
    expect(parse(Problem, { ...problem, code: 'not_found' }).code).toBe('not_found');
  });

  it('have a status of failure', () => {
    for (const { status } of Object.values(problems)) expect(status).toBeGreaterThanOrEqual(400);
  });
});
