import * as v from 'valibot';
import { countCharacters, messageCharactersMax } from '../../protocol/message-text.ts';
import { Uuid } from '../../protocol/uuid.ts';
import type { KeyValueStorage } from './key-value-storage.ts';
import { outboxKey } from './outbox-key.ts';
import { readList } from './read-list.ts';

/** A message that the server is not known to have, as it outlives the page. */
const UnsentMessage = v.object({
  chatId: Uuid,
  messageId: Uuid,
  text: v.pipe(
    v.string(),
    v.check((text) => countCharacters(text) <= messageCharactersMax),
  ),
  /** As `Turn.parentId`. */
  parentId: v.nullable(Uuid),
  /** What the person had chosen for it; null when nothing was on offer yet. */
  providerId: v.nullable(Uuid),
  promptId: v.nullable(Uuid),
  createdAt: v.string(),
  /** Why, and since when, it waits for its person; without it goes out by itself. */
  refusal: v.optional(v.object({ code: v.string(), at: v.string() })),
});
export type UnsentMessage = v.InferOutput<typeof UnsentMessage>;

/** How many messages of one person may wait for a connection. */
export const unsentMax = 20;

/** How many are kept, whatever became of them: the storage is the host page's too. */
const keptMax = 60;

/**
 * What was sent and has not arrived, by person: the tabs of a browser have it in common, and write to it one message at a time. It stays when its
 * person signs out, and is nobody else's to send, or to read. `person` is whoever is there now, unless it is said. Nothing
 * throws: a storage may.
 */
export interface OutboxStorage {
  /** All that waits for a person, oldest first; null when nobody can tell. */
  readonly read: (person?: string | null) => readonly UnsentMessage[] | null;
  /** One that is written down already keeps its place. @returns whether it is written down */
  readonly put: (message: UnsentMessage, person?: string | null) => boolean;
  /** @param ids of messages, or of whole chats */
  readonly remove: (ids: ReadonlySet<string>, person?: string | null) => void;
}

/** @param getPerson a user's id, `visitor`, or null while nobody knows: then nothing is kept */
export function createOutboxStorage(
  storage: KeyValueStorage | undefined,
  getPerson: () => string | null,
): OutboxStorage {
  function read(person = getPerson()): readonly UnsentMessage[] | null {
    return person === null || !storage ? null : readList(storage, outboxKey(person), UnsentMessage);
  }

  function save(messages: readonly UnsentMessage[], person: string | null): void {
    if (person === null) return;
    try {
      // Also when nothing is left: of a list that is not there nobody can tell who took it away.
      storage?.setItem(outboxKey(person), JSON.stringify(messages));
    } catch {
      // What is not written down is still on the screen.
    }
  }

  return {
    read,
    put: (message, person = getPerson()) => {
      const isIt = ({ messageId }: UnsentMessage) => messageId === message.messageId;
      const before = read(person) ?? [];
      const isKnown = before.some(isIt);
      const after = isKnown ? before.map((one) => (isIt(one) ? message : one)) : [...before, message];
      // What waits for its person goes first: it was seen.
      while (after.length > keptMax) {
        const refused = after.findIndex((one) => one.refusal);
        after.splice(Math.max(0, refused), 1);
      }
      save(after, person);
      return read(person)?.some(isIt) ?? false;
    },
    remove: (ids, person = getPerson()) => {
      const before = read(person) ?? [];
      const after = before.filter(({ chatId, messageId }) => !ids.has(chatId) && !ids.has(messageId));
      if (after.length < before.length) save(after, person);
    },
  };
}
