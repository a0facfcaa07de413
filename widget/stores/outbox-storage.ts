import * as v from 'valibot';
import type { KeyValueStorage } from './key-value-storage.ts';
import { outboxKey } from './outbox-key.ts';
import { readJson } from './read-json.ts';

/** A message that waits to be sent, as it outlives the page. */
const UnsentMessage = v.object({
  chatId: v.string(),
  messageId: v.string(),
  text: v.string(),
  /** As `Turn.parentId`. */
  parentId: v.nullable(v.string()),
  /** What the person had chosen for it; null when nothing was on offer yet. */
  providerId: v.nullable(v.string()),
  promptId: v.nullable(v.string()),
  createdAt: v.string(),
});
export type UnsentMessage = v.InferOutput<typeof UnsentMessage>;

/** How many messages of one person may wait. */
export const unsentMax = 20;

/** What waits to be sent, by person: the tabs of a browser have it in common, and write to it one message at a time. */
export interface OutboxStorage {
  /** All that waits for whoever is there now, oldest first. */
  readonly read: () => readonly UnsentMessage[];
  readonly put: (message: UnsentMessage) => void;
  /** @param ids of messages of whoever was there when they were put or read */
  readonly remove: (ids: ReadonlySet<string>) => void;
  /** Forgets all of a user who has signed out: what they did not get sent is nobody else's to send, or to read. */
  readonly leave: () => void;
}

/** @param getPerson a user's id, `visitor`, or null while nobody knows: then nothing is kept */
export function createOutboxStorage(
  storage: KeyValueStorage | undefined,
  getPerson: () => string | null,
): OutboxStorage {
  let person: string | null = null;

  /** What is no list of ours, from an earlier version or from somebody else, is none. */
  function load(): readonly UnsentMessage[] {
    if (person === null || storage === undefined) return [];
    return readJson(storage, outboxKey(person), v.array(UnsentMessage)) ?? [];
  }

  function save(messages: readonly UnsentMessage[]): void {
    if (person === null) return;
    if (messages.length > 0) storage?.setItem(outboxKey(person), JSON.stringify(messages));
    else storage?.removeItem(outboxKey(person));
  }

  function read(): readonly UnsentMessage[] {
    person = getPerson();
    return load();
  }

  return {
    read,
    put: (message) => {
      const others = read().filter(({ messageId }) => messageId !== message.messageId);
      save([...others, message]);
    },
    remove: (ids) => {
      const before = load();
      const after = before.filter(({ messageId }) => !ids.has(messageId));
      if (after.length < before.length) save(after);
    },
    leave: () => {
      if (person !== 'visitor' && getPerson() !== person) save([]);
    },
  };
}
