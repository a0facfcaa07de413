import type { Quota } from '../../protocol/quota.ts';
import type { Visitor } from './caller.ts';

/** What visitors have used of their free messages. */
export interface Usage {
  /** @throws AppError `service_unavailable`, also when the visitor's address is unknown */
  anonymousUsage(visitor: Visitor): Promise<Quota>;

  /**
   * Counts, once for each visitor and window, that somebody has met the limit, and remembers with which message: whether it is
   * sent after all, by a user, is counted too. Of nobody is kept who they are.
   * @throws AppError `service_unavailable`
   */
  noteLimitMet(visitor: Visitor, messageId: string): Promise<void>;
}
