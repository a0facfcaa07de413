import type { ErrorCode } from '../../protocol/errors.ts';

/** 529 is Anthropic's "overloaded", which services that are compatible with OpenAI have taken up too. */
const codes = new Map<number | undefined, ErrorCode>([
  [401, 'provider_auth'],
  [403, 'provider_auth'],
  [408, 'provider_timeout'],
  [429, 'provider_overloaded'],
  [503, 'provider_overloaded'],
  [504, 'provider_timeout'],
  [529, 'provider_overloaded'],
]);

/**
 * What an HTTP status of a vendor means to us, where the vendors agree.
 * @param status undefined when there was no reply, or when the error came inside a stream
 */
export function statusToErrorCode(status: number | undefined): ErrorCode {
  return codes.get(status) ?? 'provider_failed';
}
