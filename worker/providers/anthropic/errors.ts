import {
  APIConnectionError,
  APIConnectionTimeoutError,
  APIError,
  APIUserAbortError,
} from '@anthropic-ai/sdk';
import { AppError } from '../../errors.ts';
import { lasting, passing, type Failure } from '../failure.ts';
import { readRetryAfter } from '../read-retry-after.ts';
import { statusToFailure } from '../status-to-failure.ts';
import { thrownToFailure } from '../thrown-to-failure.ts';

/**
 * The code and the type in the body say more than a status, and inside a stream there is no status. An account that has
 * spent its limit is refused like one that is too fast, with 429, but waiting a moment does not help it.
 */
const failures = new Map<string | null, Failure>([
  ['contract_spend_limit_reached', lasting('provider_auth')],
  ['enforced_spend_limit_reached', lasting('provider_auth')],
  ['authentication_error', lasting('provider_auth')],
  ['permission_error', lasting('provider_auth')],
  ['billing_error', lasting('provider_auth')],
  ['rate_limit_error', passing('provider_overloaded')],
  ['overloaded_error', passing('provider_overloaded')],
  ['timeout_error', passing('provider_timeout')],
  ['api_error', passing('provider_failed')],
]);

/** A prompt that is too long has neither a type nor a code of its own: the wording is all there is. */
const tooLong = /prompt is too long|exceeds? .*context/i;

/** An error of the SDK → ours. Anything that is not one, such as a line that is not JSON, is `provider_failed`. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  // The class leaves its parameters open; these are the defaults it declares for them.
  const apiError = error instanceof APIError ? (error as APIError) : null;
  const { code, isTransient } = apiError ? toFailure(apiError) : thrownToFailure(error);
  const retryAfterSeconds = readRetryAfter(apiError?.headers);
  return new AppError(code, { cause: error, isTransient, retryAfterSeconds });
}

function toFailure(error: APIError): Failure {
  if (error instanceof APIUserAbortError) return lasting('provider_failed');
  if (error instanceof APIConnectionTimeoutError) return passing('provider_timeout');
  if (error instanceof APIConnectionError) return passing('provider_failed');
  const { type, errorCode, status, message } = error;
  if (type === 'invalid_request_error' && tooLong.test(message)) return lasting('context_too_long');
  return failures.get(errorCode) ?? failures.get(type) ?? statusToFailure(status);
}
