import type { ErrorCode } from '../../protocol/errors.ts';

/** Why a vendor gave no answer, in our words. */
export interface Failure {
  readonly code: ErrorCode;
  /** True when the very same request may succeed a moment later. */
  readonly isTransient: boolean;
}

/** A failure that the same request would meet again. */
export const lasting = (code: ErrorCode): Failure => ({ code, isTransient: false });

/** A failure that may be over a moment later. */
export const passing = (code: ErrorCode): Failure => ({ code, isTransient: true });
