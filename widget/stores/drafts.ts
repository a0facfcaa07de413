import * as v from 'valibot';
import type { KeyValueStorage } from './key-value-storage.ts';
import { createOutboxStorage } from './outbox-storage.ts';
import { readList } from './read-list.ts';

const key = 'drafts';

/** How long nothing is typed before it is stored, in milliseconds. */
const writeDelayMs = 300;

/** How many drafts are kept, of all people who share the browser. */
const draftsMax = 20;

/** The storage is the host page's too: what is kept of a draft, in UTF-16 units. Twice of what can be sent. */
const lengthMax = 16_000;

/** Newest first. `person` is null as long as nobody knows who writes. */
const Draft = v.object({
  person: v.nullable(v.string()),
  chat: v.string(),
  text: v.pipe(
    v.string(),
    v.check((text) => text.length <= lengthMax),
  ),
});
type Draft = v.InferOutput<typeof Draft>;

/** What people have written and not sent. A chat that has no id yet is known by its place in the page, see `Place`. */
export interface Drafts {
  /** What the current person has written in a chat; empty if nothing. */
  read: (chatId: string | null, placeKey: string) => string;
  /** Keeps a text, 300 ms after the last call; an empty one forgets the draft. @param person the current one by default */
  write: (chatId: string | null, placeKey: string, text: string, person?: string | null) => void;
  /** Stores at once what is not stored yet: for a page or an element that goes away. */
  flush: () => void;
  /** Forgets what was written in a chat, which is gone. */
  forget: (chatId: string) => void;
}

/**
 * Keeps drafts through reloads. Tabs share them: for each chat the last write wins, and no tab touches what another wrote for
 * another chat.
 * @param options.getPerson who writes; until that is known, drafts wait in memory
 */
export function createDrafts(options: { storage: KeyValueStorage; getPerson: () => string | null }): Drafts {
  const { storage, getPerson } = options;
  /** Newest first. */
  let waiting: readonly Draft[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  const chatOf = (chatId: string | null, placeKey: string) => chatId ?? `place ${placeKey}`;
  const load = () => readList(storage, key, Draft) ?? [];

  /** @returns whether it could: a storage may fail */
  function store(drafts: readonly Draft[]): boolean {
    try {
      if (drafts.length > 0) storage.setItem(key, JSON.stringify(drafts.slice(0, draftsMax)));
      else storage.removeItem(key);
      return true;
    } catch {
      return false;
    }
  }

  /** What was written by somebody who was not known yet is theirs. */
  function lookWho(): string | null {
    const person = getPerson();
    waiting = waiting.map((draft) => ({ ...draft, person: draft.person ?? person }));
    return person;
  }

  function flush(): void {
    clearTimeout(timer);
    lookWho();
    const known = waiting.filter(({ person }) => person !== null);
    if (known.length === 0) return;
    // What other tabs have stored meanwhile stays.
    const others = load().filter((draft) => !known.some((one) => isSame(one, draft)));
    const isStored = store([...known.filter(({ text }) => text !== ''), ...others]);
    if (isStored) waiting = waiting.filter(({ person }) => person === null);
  }

  return {
    read(chatId, placeKey) {
      const wanted = { person: lookWho(), chat: chatOf(chatId, placeKey) };
      return [...waiting, ...load()].find((draft) => isSame(draft, wanted))?.text ?? '';
    },
    write(chatId, placeKey, text, person = lookWho()) {
      const draft = { person, chat: chatOf(chatId, placeKey), text: text.slice(0, lengthMax) };
      waiting = [draft, ...waiting.filter((other) => !isSame(other, draft))];
      clearTimeout(timer);
      timer = setTimeout(flush, writeDelayMs);
    },
    flush,
    forget(chatId) {
      const isKept = ({ chat }: Draft) => chat !== chatId;
      waiting = waiting.filter(isKept);
      const stored = load();
      if (!stored.every(isKept)) store(stored.filter(isKept));
    },
  };
}

type Owner = Pick<Draft, 'person' | 'chat'>;

function isSame(one: Owner, other: Owner): boolean {
  return one.person === other.person && one.chat === other.chat;
}

/**
 * Forgets the draft of a chat that is deleted, and what waits there to be sent: that would bring the chat to life again.
 * @param person who wrote it, whoever is there now
 * @returns gives it back
 */
export function forgetWritten(storage: KeyValueStorage, chatId: string, person: string | null): () => void {
  const getPerson = () => person;
  const outbox = createOutboxStorage(storage, getPerson);
  const drafts = createDrafts({ storage, getPerson });
  const unsent = outbox.read()?.filter((message) => message.chatId === chatId);
  const draft = drafts.read(chatId, '');
  outbox.remove(new Set([chatId]));
  drafts.forget(chatId);
  return () => {
    for (const message of unsent ?? []) outbox.put(message);
    if (draft !== '') drafts.write(chatId, '', draft);
  };
}
