import type { Quota } from '../../protocol/quota.ts';
import type { Visitor } from './caller.ts';

/** What visitors have used of their free messages. */
export interface Usage {
  /** @throws AppError `service_unavailable`, also when the visitor's address is unknown */
  anonymousUsage(visitor: Visitor): Promise<Quota>;
}
