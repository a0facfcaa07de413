import { APIConnectionTimeoutError, APIError } from 'openai';
import type { ErrorCode } from '../../../protocol/errors.ts';
import { AppError } from '../../errors.ts';
import { readRetryAfter } from '../read-retry-after.ts';
import { statusToErrorCode } from '../status-to-error-code.ts';

/** The vendor's own codes say more than a status, and inside a stream there is no status. */
const codes = new Map<string | null | undefined, ErrorCode>([
  ['context_length_exceeded', 'context_too_long'],
  ['content_filter', 'content_filtered'],
  ['content_policy_violation', 'content_filtered'],
  ['rate_limit_exceeded', 'provider_overloaded'],
  ['server_overloaded', 'provider_overloaded'],
  ['invalid_api_key', 'provider_auth'],
]);

/** An error of the SDK → ours. Anything that is not one, such as a line that is not JSON, is `provider_failed`. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof APIConnectionTimeoutError) return new AppError('provider_timeout', { cause: error });
  if (!(error instanceof APIError)) return new AppError('provider_failed', { cause: error });
  // The class leaves its parameters open; these are the defaults it declares for them.
  const { code, status, headers }: APIError = error as APIError;
  const known = codes.get(code);
  return new AppError(known ?? statusToErrorCode(status), {
    cause: error,
    retryAfterSeconds: readRetryAfter(headers),
  });
}
