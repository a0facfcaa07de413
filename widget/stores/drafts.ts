import * as v from 'valibot';
import type { KeyValueStorage } from './key-value-storage.ts';
import { readJson } from './read-json.ts';

const key = 'drafts';

/** How long nothing is typed before it is stored, in milliseconds. */
const writeDelayMs = 300;

/** How many drafts are kept, of all people who share the browser. */
const draftsMax = 20;

/** The storage is the host page's too: what is kept of a draft, in UTF-16 units. Twice of what can be sent. */
const lengthMax = 16_000;

/** Newest first. `person` is null as long as nobody knows who writes. */
const Draft = v.object({ person: v.nullable(v.string()), chat: v.string(), text: v.string() });
type Draft = v.InferOutput<typeof Draft>;

/** What people have written and not sent. A chat that has no id yet is known by its place in the page, see `Place`. */
export interface Drafts {
  /** What the current person has written in a chat; empty if nothing. */
  read: (chatId: string | null, placeKey: string) => string;
  /** Keeps a text, 300 ms after the last call; an empty one forgets the draft. */
  write: (chatId: string | null, placeKey: string, text: string) => void;
  /** Stores at once what is not stored yet: for a page or an element that goes away. */
  flush: () => void;
  /** Forgets all drafts of a person. */
  clear: (person: string) => void;
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
  const load = () => readJson(storage, key, v.array(Draft)) ?? [];

  function store(drafts: readonly Draft[]): void {
    if (drafts.length > 0) storage.setItem(key, JSON.stringify(drafts.slice(0, draftsMax)));
    else storage.removeItem(key);
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
    waiting = waiting.filter(({ person }) => person === null);
    // What other tabs have stored meanwhile stays.
    const others = load().filter((draft) => !known.some((one) => isSame(one, draft)));
    store([...known.filter(({ text }) => text !== ''), ...others]);
  }

  return {
    read(chatId, placeKey) {
      const wanted = { person: lookWho(), chat: chatOf(chatId, placeKey) };
      return [...waiting, ...load()].find((draft) => isSame(draft, wanted))?.text ?? '';
    },
    write(chatId, placeKey, text) {
      const draft = { person: lookWho(), chat: chatOf(chatId, placeKey), text: text.slice(0, lengthMax) };
      waiting = [draft, ...waiting.filter((other) => !isSame(other, draft))];
      clearTimeout(timer);
      timer = setTimeout(flush, writeDelayMs);
    },
    flush,
    clear(person) {
      waiting = waiting.filter((draft) => draft.person !== person);
      store(load().filter((draft) => draft.person !== person));
    },
  };
}

type Owner = Pick<Draft, 'person' | 'chat'>;

function isSame(one: Owner, other: Owner): boolean {
  return one.person === other.person && one.chat === other.chat;
}
