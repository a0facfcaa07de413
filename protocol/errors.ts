import * as v from 'valibot';
import { Quota } from './quota.ts';

/**
 * Every failure a client can meet: its HTTP status, its title, and whether sending the same request again
 * can help. The codes are stable; the titles are for developers, the widget has its own words.
 */
export const problems = {
  invalid_request: { status: 400, title: 'The request is not valid', retryable: false },
  provider_unavailable: { status: 400, title: 'This model is not available', retryable: false },
  prompt_unavailable: { status: 400, title: 'This prompt is not available', retryable: false },
  context_too_long: { status: 400, title: 'The conversation is too long for this model', retryable: false },
  unauthenticated: { status: 401, title: 'Sign in first', retryable: false },
  invalid_token: { status: 401, title: 'The access token is not valid', retryable: false },
  forbidden_origin: { status: 403, title: 'This origin is not allowed', retryable: false },
  not_found: { status: 404, title: 'Not found', retryable: false },
  method_not_allowed: { status: 405, title: 'Method not allowed', retryable: false },
  turn_in_progress: { status: 409, title: 'An answer is still running here', retryable: true },
  message_too_long: { status: 413, title: 'The message is too long', retryable: false },
  content_filtered: { status: 422, title: 'The model declined to answer this', retryable: false },
  rate_limited: { status: 429, title: 'Too many requests', retryable: true },
  anonymous_limit_reached: { status: 429, title: 'The free messages are used up', retryable: false },
  user_limit_reached: { status: 429, title: "Today's messages are used up", retryable: false },
  budget_reached: { status: 429, title: "Today's budget is used up", retryable: false },
  internal: { status: 500, title: 'Something went wrong', retryable: true },
  provider_auth: { status: 502, title: 'The model refused our key', retryable: false },
  provider_failed: { status: 502, title: 'The model failed', retryable: true },
  provider_overloaded: { status: 503, title: 'The model is busy', retryable: true },
  service_unavailable: { status: 503, title: 'The service is not available', retryable: true },
  provider_timeout: { status: 504, title: 'The model took too long', retryable: true },
} as const satisfies Record<string, { status: number; title: string; retryable: boolean }>;

export type ErrorCode = keyof typeof problems;

/** Narrows any string to a known {@link ErrorCode}. */
export function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(problems, code);
}

const ErrorCode = v.custom<ErrorCode>((code) => typeof code === 'string' && isErrorCode(code));

/**
 * The body of every failed reply, `application/problem+json` (RFC 9457). Members beyond the RFC:
 * `code` (stable), `retryable`, `retryAfter` (seconds), `quota` (when a limit was the reason), `requestId` (finds the
 * cause in the log).
 */
export const Problem = v.object({
  type: v.string(),
  title: v.string(),
  status: v.number(),
  detail: v.optional(v.string()),
  code: ErrorCode,
  retryable: v.boolean(),
  retryAfter: v.optional(v.number()),
  quota: v.optional(Quota),
  requestId: v.string(),
});
export type Problem = v.InferOutput<typeof Problem>;
