import * as v from 'valibot';
import { isErrorCode } from '../../protocol/errors.ts';
import type { Quota } from '../../protocol/quota.ts';
import { AppError } from '../errors.ts';

/** What the Data API says of a failure. The gateway before it says less: of a wrong key only a message. */
export interface DatabaseFailure {
  readonly code?: string;
  readonly message: string;
  readonly details?: string | null;
}

/** What our functions add to a refusal for a limit. Of the budget they tell only when it starts anew. */
const LimitDetails = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    limit: v.optional(v.number()),
    remaining: v.optional(v.number(), 0),
    resetsAt: v.nullable(v.string()),
  }),
);

/**
 * Whether the caller's text is what Postgres can't hold: bytes that are no UTF-8, a NUL or half a character inside JSON.
 * Any other value that it can't read comes from a row or from us.
 */
function isUnstorableText(code: string, message: string): boolean {
  return (
    code === '22021' ||
    code === '22P05' ||
    (code === '22P02' && message.startsWith('invalid input syntax for type json'))
  );
}

/**
 * A failed request to the Data API → ours. Functions of ours refuse with SQLSTATE `PTnnn` and one of our codes as the
 * message; everything else is either the database's absence or a mistake of ours.
 * @param status of the reply, 0 when there was none
 * @param isUser whether the request was made with a user's token rather than our own key
 */
export function toAppError(failure: DatabaseFailure, status: number, isUser: boolean): AppError {
  // An object, since the log tells an error's code and never its message, which may quote a row.
  const { code = '' } = failure;
  const cause = Object.assign(new Error('The database refused', { cause: failure }), { code, status });
  if (code.startsWith('PT') && isErrorCode(failure.message)) {
    return new AppError(failure.message, { cause, ...readLimit(failure) });
  }
  if (isUnstorableText(code, failure.message)) return new AppError('invalid_request', { cause });
  if (status === 401 && isUser) return new AppError('invalid_token', { cause });
  const isAbsent = status === 0 || status === 401 || status === 408 || status === 429 || status >= 500;
  return new AppError(isAbsent ? 'service_unavailable' : 'internal', { cause });
}

function readLimit({ details }: DatabaseFailure): { quota?: Quota; retryAfterSeconds?: number } {
  const parsed = v.safeParse(LimitDetails, details);
  if (!parsed.success) return {};
  const { limit, remaining, resetsAt } = parsed.output;
  const seconds =
    resetsAt === null ? null : Math.max(1, Math.ceil((Date.parse(resetsAt) - Date.now()) / 1_000));
  return {
    ...(limit !== undefined && { quota: { limit, used: limit - remaining, remaining, resetsAt } }),
    ...(seconds !== null && { retryAfterSeconds: seconds }),
  };
}
