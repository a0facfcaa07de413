import * as v from 'valibot';
import { countCharacters, hasVisibleText, messageCharactersMax } from '../../protocol/message-text.ts';
import { Uuid } from '../../protocol/uuid.ts';
import type { PendingChatMessage } from './anonymous-limit-reached-error.ts';
import type { KeyValueStorage } from './key-value-storage.ts';

/** The name under which the message waits that met the limit, in all storages of the browser that it waits in. */
export const pendingMessageKey = 'pendingChatMessage';

/** For how long it waits, in milliseconds: a confirmation e-mail may be opened the next morning. */
export const pendingMaxMs = 24 * 60 * 60_000;

const PendingMessage = v.object({
  messageId: Uuid,
  message: v.pipe(
    v.string(),
    v.check((text) => hasVisibleText(text) && countCharacters(text) <= messageCharactersMax),
  ),
  chatId: Uuid,
  parentId: v.nullable(Uuid),
  providerId: v.nullable(Uuid),
  promptId: v.nullable(Uuid),
  /** The worker that it is meant for. */
  apiUrl: v.string(),
  /** The page that waits for its person. */
  pageUrl: v.string(),
  /** When it was kept. */
  createdAt: v.string(),
  /** Whose it has become; nobody's yet as long as it waits for whoever signs in. */
  userId: v.optional(v.string()),
});

/** A message that waits for whoever wrote it to register. */
export type PendingMessage = v.InferOutput<typeof PendingMessage>;

/** The message that met the limit, for as long as the server does not have it. */
export interface PendingMessages {
  /** Keeps a message instead of the one that was kept before. Another answer to what was said before is none. */
  readonly keep: (pending: PendingChatMessage, pageUrl: string) => void;
  /** It is in this user's hands from now on, and no other's: who signs in after them on this machine is somebody else. */
  readonly assign: (messageId: string, userId: string) => void;
  /** The one that waits; one that can't be meant for us, or is too old, is dropped, and the console says so. */
  readonly read: () => PendingMessage | null;
  /** The server has this one, or its person has taken it back. */
  readonly forget: (messageId: string) => void;
}

/** Why what is stored can't be sent; null if it can. */
function whyNot(pending: PendingMessage | null, apiUrl: string, now: number): string | null {
  if (pending === null) return 'it is not one of ours';
  if (pending.apiUrl !== apiUrl) return 'it is meant for another chat';
  // What has no time that can be read, or one that is yet to come, is not believed to be of today.
  const age = Math.abs(now - Date.parse(pending.createdAt));
  return age < pendingMaxMs ? null : 'it is older than a day';
}

function parse(text: string): PendingMessage | null {
  try {
    return v.parse(PendingMessage, JSON.parse(text));
  } catch {
    return null;
  }
}

/**
 * The message that waits, in storages of this browser: one of the tab that survives what the page does, and one of all tabs, since a
 * confirmation e-mail opens another.
 * @param apiUrl the worker that it is for
 */
export function createPendingMessages(
  storages: readonly KeyValueStorage[],
  apiUrl: string,
  now: () => number = Date.now,
): PendingMessages {
  const isIt = (storage: KeyValueStorage, messageId: string): boolean =>
    parse(storage.getItem(pendingMessageKey) ?? '')?.messageId === messageId;

  /** What one storage has, if it can be sent. */
  function readFrom(storage: KeyValueStorage): PendingMessage | null {
    const text = storage.getItem(pendingMessageKey);
    if (text === null) return null;
    const pending = parse(text);
    const reason = whyNot(pending, apiUrl, now());
    if (reason === null) return pending;
    storage.removeItem(pendingMessageKey);
    console.warn(`<paynless-chat>: a message that waited to be sent was dropped: ${reason}.`);
    return null;
  }

  return {
    keep: (pending, pageUrl) => {
      if (pending.message === '') return;
      const kept: PendingMessage = { ...pending, apiUrl, pageUrl, createdAt: new Date(now()).toISOString() };
      for (const storage of storages) storage.setItem(pendingMessageKey, JSON.stringify(kept));
    },
    assign: (messageId, userId) => {
      for (const storage of storages) {
        const pending = isIt(storage, messageId) ? readFrom(storage) : null;
        if (pending) storage.setItem(pendingMessageKey, JSON.stringify({ ...pending, userId }));
      }
    },
    read: () => {
      // All of them: none is left with what can't be sent.
      const [newest = null] = storages
        .map(readFrom)
        .filter((pending) => pending !== null)
        .sort((one, other) => (one.createdAt < other.createdAt ? 1 : -1));
      return newest;
    },
    forget: (messageId) => {
      for (const storage of storages) if (isIt(storage, messageId)) storage.removeItem(pendingMessageKey);
    },
  };
}
