import * as v from 'valibot';
import { Quota } from './quota.ts';

/**
 * Every failure a client can meet: its HTTP status, and whether sending the same request again can help. The codes are stable.
 */
export const problems = {
  invalid_request: { status: 400, retryable: false },
  provider_unavailable: { status: 400, retryable: false },
  prompt_unavailable: { status: 400, retryable: false },
  context_too_long: { status: 400, retryable: false },
  unauthenticated: { status: 401, retryable: false },
  invalid_token: { status: 401, retryable: false },
  forbidden_origin: { status: 403, retryable: false },
  not_found: { status: 404, retryable: false },
  method_not_allowed: { status: 405, retryable: false },
  turn_in_progress: { status: 409, retryable: true },
  message_too_long: { status: 413, retryable: false },
  content_filtered: { status: 422, retryable: false },
  rate_limited: { status: 429, retryable: true },
  anonymous_limit_reached: { status: 429, retryable: false },
  user_limit_reached: { status: 429, retryable: false },
  budget_reached: { status: 429, retryable: false },
  internal: { status: 500, retryable: true },
  provider_auth: { status: 502, retryable: false },
  provider_failed: { status: 502, retryable: true },
  provider_overloaded: { status: 503, retryable: true },
  service_unavailable: { status: 503, retryable: true },
  provider_timeout: { status: 504, retryable: true },
} as const satisfies Record<string, { status: number; retryable: boolean }>;

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
