import { lasting, passing, type Failure } from './failure.ts';

/**
 * 402 is an account without money. 409 is a lock or a conflict within the vendor, who asks for another try. 529 is
 * Anthropic's "overloaded", which services that are compatible with OpenAI have taken up too.
 */
const failures = new Map<number | undefined, Failure>([
  [401, lasting('provider_auth')],
  [402, lasting('provider_auth')],
  [403, lasting('provider_auth')],
  [408, passing('provider_timeout')],
  [409, passing('provider_failed')],
  [429, passing('provider_overloaded')],
  [503, passing('provider_overloaded')],
  [504, passing('provider_timeout')],
  [529, passing('provider_overloaded')],
]);

/**
 * What an HTTP status of a vendor means to us, where the vendors agree. A redirect is a failure like any other.
 * @param status undefined when there was no reply, or when the error came inside a stream
 */
export function statusToFailure(status: number | undefined): Failure {
  const isServerError = status !== undefined && status >= 500;
  return failures.get(status) ?? { code: 'provider_failed', isTransient: isServerError };
}
