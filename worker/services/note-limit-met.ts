import { AppError, toAppError } from '../errors.ts';
import type { Caller } from '../ports/caller.ts';
import type { Logger } from '../ports/logger.ts';
import type { Usage } from '../ports/usage.ts';

interface NoteLimitMetDeps {
  readonly usage: Usage;
  readonly logger: Logger;
}

interface RefusedTurn {
  readonly caller: Caller;
  /** Undefined for one that nobody can send again. */
  readonly messageId: string | undefined;
  readonly requestId: string;
  readonly traceId: string;
}

/**
 * Counts a refusal for the limit of visitors, when it was that. The refusal itself takes back all that it wrote, so it can't
 * count itself. Never rejects: whoever was refused is not told of it, and a failure costs a number in a statistic.
 * @param refusal why the turn did not begin
 */
export async function noteLimitMet(
  { usage, logger }: NoteLimitMetDeps,
  { caller, messageId, requestId, traceId }: RefusedTurn,
  refusal: unknown,
): Promise<void> {
  const isLimit = refusal instanceof AppError && refusal.code === 'anonymous_limit_reached';
  if (!isLimit || caller.kind !== 'visitor' || messageId === undefined) return;
  try {
    await usage.noteLimitMet(caller, messageId);
  } catch (thrown) {
    const { code, cause } = toAppError(thrown);
    logger.error('limit_met', { requestId, traceId, code }, cause);
  }
}
