import { PaynlessLimitReachedEvent } from '../events/paynless-limit-reached-event.ts';
import { pendingMessagesFor } from '../session/pending-messages.ts';
import type { AnonymousLimitReachedError } from '../stores/anonymous-limit-reached-error.ts';
import { renderLimit } from './limit-view.ts';
import type { PaynlessChat } from './paynless-chat.ts';

/**
 * Keeps the message that met the limit for whoever its visitor becomes, and tells the page.
 * @returns what to show; null when the page shows something of its own
 */
export function meetLimit(
  element: PaynlessChat,
  { pending, quota }: AnonymousLimitReachedError,
): typeof renderLimit | null {
  pendingMessagesFor(element.workerUrl).keep(pending, location.href);
  return element.dispatchEvent(new PaynlessLimitReachedEvent(quota)) ? renderLimit : null;
}
