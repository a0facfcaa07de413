import type { Quota } from '../../protocol/quota.ts';

/** The turn that met the limit, whole, so that it can be sent later exactly as it was meant. */
export interface PendingChatMessage {
  messageId: string;
  message: string;
  /** Null when the limit was met before the catalog was there: whatever is the default then. */
  providerId: string | null;
  promptId: string | null;
  chatId: string;
  /** The message that it follows, or the chat's id for a first one; null for whatever is the newest. */
  parentId: string | null;
}

/**
 * The visitor has no free messages left. The message that met the limit is not in the conversation: `pending` holds
 * it, and the composer gets its text back.
 */
export class AnonymousLimitReachedError extends Error {
  readonly code = 'anonymous_limit_reached';
  readonly pending: PendingChatMessage;
  readonly quota: Quota | null;

  // Not a field: where `Error.prototype` is frozen, its `name` can't be set on what comes from it.
  override get name(): string {
    return 'AnonymousLimitReachedError';
  }

  constructor(pending: PendingChatMessage, quota: Quota | null, cause?: unknown) {
    super('anonymous_limit_reached', cause === undefined ? {} : { cause });
    this.pending = pending;
    this.quota = quota;
  }
}
