import { APIConnectionTimeoutError, APIError } from '@anthropic-ai/sdk';
import type { ErrorCode } from '../../../protocol/errors.ts';
import { AppError } from '../../errors.ts';
import { readRetryAfter } from '../read-retry-after.ts';
import { statusToErrorCode } from '../status-to-error-code.ts';

/** The type in the body says more than a status, and inside a stream there is no status. */
const codes = new Map<string | null, ErrorCode>([
  ['authentication_error', 'provider_auth'],
  ['permission_error', 'provider_auth'],
  ['billing_error', 'provider_auth'],
  ['rate_limit_error', 'provider_overloaded'],
  ['overloaded_error', 'provider_overloaded'],
  ['timeout_error', 'provider_timeout'],
]);

/** A prompt that is too long has neither a type nor a code of its own: the wording is all there is. */
const tooLong = /prompt is too long|exceeds? .*context/i;

/** An error of the SDK → ours. Anything that is not one, such as a line that is not JSON, is `provider_failed`. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof APIConnectionTimeoutError) return new AppError('provider_timeout', { cause: error });
  if (!(error instanceof APIError)) return new AppError('provider_failed', { cause: error });
  // The class leaves its parameters open; these are the defaults it declares for them.
  const { type, status, headers, message }: APIError = error as APIError;
  const isTooLong = type === 'invalid_request_error' && tooLong.test(message);
  const code = isTooLong ? 'context_too_long' : (codes.get(type) ?? statusToErrorCode(status));
  return new AppError(code, { cause: error, retryAfterSeconds: readRetryAfter(headers) });
}
