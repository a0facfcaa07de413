import { APIConnectionError, APIConnectionTimeoutError, APIError, APIUserAbortError } from 'openai';
import { AppError } from '../../errors.ts';
import { lasting, passing, type Failure } from '../failure.ts';
import { readRetryAfter } from '../read-retry-after.ts';
import { statusToFailure } from '../status-to-failure.ts';
import { thrownToFailure } from '../thrown-to-failure.ts';

/**
 * The vendor's own codes and types say more than a status, and inside a stream there is no status. An account without money
 * is refused like one that is too fast, with 429, but waiting does not help it.
 */
const failures = new Map<unknown, Failure>([
  ['context_length_exceeded', lasting('context_too_long')],
  ['exceed_context_size_error', lasting('context_too_long')],
  ['content_filter', lasting('content_filtered')],
  ['content_policy_violation', lasting('content_filtered')],
  ['insufficient_quota', lasting('provider_auth')],
  ['invalid_api_key', lasting('provider_auth')],
  ['rate_limit_exceeded', passing('provider_overloaded')],
  ['server_overloaded', passing('provider_overloaded')],
  ['server_error', passing('provider_failed')],
]);

/**
 * Services that copy this API have no code for a conversation that is too long, only words: "maximum context length is 4096
 * tokens" (vLLM, and most others after it), "longer than the maximum model length" (vLLM), "exceeds the available context
 * size" (llama.cpp), "input length exceeds the context length" (Ollama).
 */
const tooLong = /maximum (context|model) length|exceed(s|ed|ing)? [^.]*context|prompt (is )?too long/i;

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
  const { type, message } = error;
  // Services that copy this API also write a status where the code belongs.
  const code: unknown = error.code;
  const status = typeof code === 'number' ? code : error.status;
  const known = failures.get(code) ?? failures.get(type);
  if (known) return known;
  return status === 400 && tooLong.test(message) ? lasting('context_too_long') : statusToFailure(status);
}
