import * as v from 'valibot';
import { expect } from 'vitest';
import { problems, Problem, type ErrorCode } from '../../protocol/errors.ts';
import { problemTitles } from '../../protocol/problem-titles.ts';
import type { MessageStatus } from '../../protocol/message.ts';
import type { Quota } from '../../protocol/quota.ts';
import { securityHeaders } from '../middleware/security-headers.ts';
import type { TestWorker } from './create-test-worker.ts';
import { readEvents, type ReadStream } from './read-events.ts';

/** The page that the requests come from. */
export const page = 'https://shop.example';

/** A word that only the database or a vendor could have said. */
export const canary = 'canary';

/** How to authenticate (RFC 6750, section 3). */
const challenges: Partial<Record<ErrorCode, string>> = {
  unauthenticated: 'Bearer',
  invalid_token: 'Bearer error="invalid_token"',
};

/** What a problem says besides what its code says of every one. What is left out must not be there. */
export interface ProblemDetails {
  readonly detail?: string;
  /** Seconds, at least and at most. */
  readonly retryAfter?: readonly [least: number, most: number] | undefined;
  /** Without the end of its window, which there is when there is something to wait for. */
  readonly quota?: Omit<Quota, 'resetsAt'>;
}

/** What a problem must be. */
export interface ExpectedProblem extends ProblemDetails {
  readonly code: ErrorCode;
  readonly status: number;
}

/** Checks a problem document, member by member: one that is not expected is a mistake like one that is missing. */
function expectDocument(text: string, requestId: string, expected: ExpectedProblem): void {
  const { code, status } = expected;
  const { detail, retryAfter, quota, ...always } = v.parse(v.strictObject(Problem.entries), JSON.parse(text));
  const { retryable } = problems[code];
  expect(always).toStrictEqual({
    type: `urn:paynless:problem:${code}`,
    title: problemTitles[code],
    status,
    code,
    retryable,
    requestId,
  });
  expect(detail).toBe(expected.detail);
  expectWithin(retryAfter, expected.retryAfter);
  const { resetsAt = null, ...room } = quota ?? {};
  expect(room).toEqual(expected.quota ?? {});
  if (quota) expectWithin(secondsUntil(resetsAt), expected.retryAfter);
}

/** Checks a reply that is a problem: its document, and the headers that every refusal has. */
export async function expectProblem(reply: Response, expected: ExpectedProblem): Promise<void> {
  expect(reply.status).toBe(expected.status);
  const headers = Object.fromEntries(reply.headers);
  const text = await reply.text();
  expectDocument(text, headers['x-request-id'] ?? '', expected);
  const { retryAfter } = v.parse(Problem, JSON.parse(text));
  expect(headers).toMatchObject({
    ...Object.fromEntries(securityHeaders),
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
    vary: 'Origin',
  });
  expect(headers['retry-after']).toBe(retryAfter?.toString());
  expect(headers['www-authenticate']).toBe(challenges[expected.code]);
  const isPageLetIn = expected.code !== 'forbidden_origin';
  expect(headers['access-control-allow-origin']).toBe(isPageLetIn ? page : undefined);
  if (isPageLetIn) expect(headers['access-control-expose-headers']).toContain('x-request-id');
  expect(JSON.stringify(headers)).not.toContain(canary);
}

/**
 * Checks a reply whose stream had begun when it failed: it ends with the same problem as its last part.
 * @param status what has become of the answer
 * @returns the stream, whose text stands
 */
export async function expectBrokenStream(
  reply: Response,
  status: MessageStatus,
  expected: ExpectedProblem,
): Promise<ReadStream> {
  expect(reply.status).toBe(200);
  expect(Object.fromEntries(reply.headers)).toMatchObject({
    ...Object.fromEntries(securityHeaders),
    'content-type': 'text/event-stream',
    'access-control-allow-origin': page,
  });
  const stream = await readEvents(reply);
  const [metadata, error] = stream.parts.slice(-2);
  expect(metadata).toEqual({ type: 'message-metadata', messageMetadata: { status } });
  if (error?.type !== 'error') throw new Error(`Not an error: ${JSON.stringify(error)}`);
  expectDocument(error.errorText, reply.headers.get('x-request-id') ?? '', expected);
  expect(stream.isClosed).toBe(true);
  expect(stream.types.includes('text-end')).toBe(stream.text !== '');
  expect(JSON.stringify(stream.parts)).not.toContain(canary);
  return stream;
}

/** Checks that the name of the request, which the reply has, finds the failure in the log: told once, in one line. */
export function expectLogged({ logged }: TestWorker, { headers }: Response, code: ErrorCode): void {
  const lines = logged.filter(({ requestId }) => requestId === headers.get('x-request-id'));
  expect(lines.map((line) => line['code'])).toEqual([code]);
}

function secondsUntil(time: string | null): number | undefined {
  return time === null ? undefined : (Date.parse(time) - Date.now()) / 1_000;
}

/** With a second for the time that the reply took. */
function expectWithin(seconds: number | undefined, range: ProblemDetails['retryAfter']): void {
  if (!range) {
    expect(seconds).toBeUndefined();
    return;
  }
  expect(seconds).toBeGreaterThanOrEqual(range[0] - 1);
  expect(seconds).toBeLessThanOrEqual(range[1]);
}
