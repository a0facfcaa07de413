import { type ErrorCode, problems } from '../../protocol/errors.ts';
import type { Quota } from '../../protocol/quota.ts';

/**
 * What can go wrong only on this side: no network; an answer whose stream broke off before its end; a person who
 * stopped, or signed in or out, while a message was on its way.
 */
const clientProblems = {
  offline: { status: 0, retryable: true },
  interrupted: { status: 0, retryable: true },
  stopped: { status: 0, retryable: true },
  session_changed: { status: 0, retryable: true },
} as const;

/** Every code that a failed call can carry. */
export type ClientErrorCode = ErrorCode | keyof typeof clientProblems;

/** What is known of a failure beyond its code. Whatever is left out follows from the code. */
export interface ChatApiErrorOptions {
  /** HTTP status of the reply; 0 when there was none. */
  status?: number;
  /** Whether the same request can succeed later. */
  retryable?: boolean;
  /** Seconds to wait before another try. */
  retryAfter?: number | undefined;
  /** Finds the cause in the worker's log. */
  requestId?: string | undefined;
  /** What is left of the caller's messages, when the reply told. */
  quota?: Quota | undefined;
  /** The error underneath, for developers. */
  cause?: unknown;
}

/**
 * A call to the worker that failed. `code` is stable and decides what a person is told; `message` is the code
 * again and is never shown.
 */
export class ChatApiError extends Error {
  readonly code: ClientErrorCode;
  readonly status: number;
  readonly retryable: boolean;
  readonly retryAfter: number | undefined;
  readonly requestId: string | undefined;
  readonly quota: Quota | undefined;

  // Not a field: where `Error.prototype` is frozen, its `name` can't be set on what comes from it.
  override get name(): string {
    return 'ChatApiError';
  }

  constructor(code: ClientErrorCode, options: ChatApiErrorOptions = {}) {
    super(code, options.cause === undefined ? {} : { cause: options.cause });
    const defaults = { ...problems, ...clientProblems }[code];
    this.code = code;
    this.status = options.status ?? defaults.status;
    this.retryable = options.retryable ?? defaults.retryable;
    this.retryAfter = options.retryAfter;
    this.requestId = options.requestId;
    this.quota = options.quota;
  }
}
