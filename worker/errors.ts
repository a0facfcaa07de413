import { problems, type ErrorCode, type Problem } from '../protocol/errors.ts';
import { problemTitles } from '../protocol/problem-titles.ts';
import type { Quota } from '../protocol/quota.ts';

interface AppErrorOptions {
  /** What really happened. It goes to the log in outline and never to a client. */
  readonly cause?: unknown;
  /** When trying again can help, in seconds. */
  readonly retryAfterSeconds?: number | null;
  /** True when the very same request may succeed a moment later. */
  readonly isTransient?: boolean;
  /** Words for the developer of the client. They must not repeat what an upstream or the database said. */
  readonly detail?: string;
  /** Where the caller stands, when a limit was the reason. */
  readonly quota?: Quota;
}

/** The one way to fail: a code of the contract. What it means on the wire is decided in {@link toProblem}. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  readonly retryAfterSeconds: number | null;
  readonly isTransient: boolean;
  readonly detail: string | undefined;
  readonly quota: Quota | undefined;

  constructor(code: ErrorCode, options: AppErrorOptions = {}) {
    super(options.detail ?? problemTitles[code], { cause: options.cause });
    this.code = code;
    this.retryAfterSeconds = options.retryAfterSeconds ?? null;
    this.isTransient = options.isTransient ?? false;
    this.detail = options.detail;
    this.quota = options.quota;
  }
}

/** The error itself if it already carries a code, else `internal` with the error as its cause. */
export function toAppError(error: unknown): AppError {
  return error instanceof AppError ? error : new AppError('internal', { cause: error });
}

/** The problem document (RFC 9457) of an error. `type` is a URN: it identifies, it is not meant to be fetched. */
export function toProblem(error: AppError, requestId: string): Problem {
  const { status, retryable } = problems[error.code];
  const title = problemTitles[error.code];
  return {
    type: `urn:paynless:problem:${error.code}`,
    title,
    status,
    ...(error.detail !== undefined && { detail: error.detail }),
    code: error.code,
    retryable,
    ...(error.retryAfterSeconds !== null && { retryAfter: error.retryAfterSeconds }),
    ...(error.quota && { quota: error.quota }),
    requestId,
  };
}
