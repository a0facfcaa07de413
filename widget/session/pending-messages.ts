import { createPendingMessages, type PendingMessages } from '../stores/pending-message.ts';
import { createSafeStorage } from './safe-storage.ts';

/** All elements of a page that talk to one worker have one person, who has one message that waits. */
const all = new Map<string, PendingMessages>();

/** What waits in this browser for a worker: in this tab whatever happens to the rest, and in all of them. */
export function pendingMessagesFor(apiUrl: string): PendingMessages {
  const known = all.get(apiUrl);
  if (known) return known;
  const storages = [() => window.sessionStorage, () => window.localStorage].map((get) =>
    createSafeStorage(get),
  );
  const pending = createPendingMessages(storages, apiUrl);
  all.set(apiUrl, pending);
  return pending;
}
