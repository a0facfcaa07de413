import type { ChatApiError } from '../api/chat-api-error.ts';
import type { ChatState } from './chat-state.ts';
import type { KeyValueStorage } from './key-value-storage.ts';
import { createOutboxStorage, type UnsentMessage, unsentMax } from './outbox-storage.ts';
import type { Turn } from './turn.ts';

/** The messages of the chat on show that wait for a connection, oldest first; and what is written down of them. */
export interface OutboxQueue {
  readonly turns: () => readonly Turn[];
  readonly find: (messageId: string) => Turn | undefined;
  /** Whether there is no room for a message beside the others. */
  readonly isFull: (turn: Turn) => boolean;
  /** Lets a message wait, and writes it down. */
  readonly add: (turn: Turn) => void;
  /** Lets messages wait that are written down already. */
  readonly take: (turns: readonly Turn[]) => void;
  /** These wait no more; what is written down of them stays until it is forgotten. */
  readonly drop: (ids: ReadonlySet<string>) => void;
  /** The server has these, or their person has them back. @param person whose they are, if not of who is there now */
  readonly forget: (ids: ReadonlySet<string>, person?: string | null) => void;
  /**
   * Those that were written down and are no more: another tab has sent them, or given them back, or their chat is deleted. When the
   * page has cleared its storage they are written down again.
   */
  readonly gone: () => Turn[];
  /** Whether one of them was refused meanwhile, where its person saw it. */
  readonly isRefused: () => boolean;
  /** What is written down of all chats, oldest first. @param person as with `forget` */
  readonly read: (person?: string | null) => readonly UnsentMessage[];
  /**
   * Writes a message down.
   * @param person as with `forget`
   * @param error why it does not go out by itself
   * @returns whether it is
   */
  readonly write: (turn: Turn, person?: string | null, error?: ChatApiError) => boolean;
  /** It was written down here since the chat was opened: it is no news. */
  readonly knows: (messageId: string) => boolean;
  /** Writes down again what waits, when the page has cleared its storage. */
  readonly keep: () => void;
  /** The chat is left: nothing of it waits here any more. */
  readonly leave: () => void;
}

/** What is needed to write down what waits. */
export interface OutboxOptions {
  /** Where what waits outlives the page; without it, it doesn't. */
  readonly storage?: KeyValueStorage | undefined;
  /** Whose messages these are: a user's id, or `visitor`; null while nobody knows. */
  readonly getPerson?: (() => string | null) | undefined;
  readonly now: () => Date;
}

function toEntry(turn: Turn, createdAt: string): UnsentMessage {
  const { chatId, userMessageId: messageId, text, parentId, providerId, promptId } = turn;
  return { chatId, messageId, text, parentId, providerId, promptId, createdAt };
}

/** One that is refused, and later finds no connection, is still the first. */
function asWritten(turns: Turn[], { all }: ChatState['tree']): Turn[] {
  const order = [...all.keys()];
  const place = ({ userMessageId: id }: Turn) => order.indexOf(id);
  return turns.sort((one, other) => place(one) - place(other));
}

/** How many others wait to go out by themselves. */
function countOthers({ userMessageId }: Turn, kept: readonly UnsentMessage[]): number {
  return kept.filter(({ messageId, refusal }) => !refusal && messageId !== userMessageId).length;
}

/** The queue of one conversation. */
export function createOutboxQueue(
  { $queuedIds, tree }: Pick<ChatState, '$queuedIds' | 'tree'>,
  { storage, getPerson = () => null, now }: OutboxOptions,
): OutboxQueue {
  const stored = createOutboxStorage(storage, getPerson);
  let queue: readonly Turn[] = [];
  /** What is, or was, written down of the chat on show. */
  const written = new Set<string>();
  const read = (person?: string | null) => stored.read(person) ?? [];

  function set(next: readonly Turn[]): void {
    if (next.length === queue.length) return;
    queue = next;
    $queuedIds.set(new Set(queue.map(({ userMessageId }) => userMessageId)));
  }

  const drop = (ids: ReadonlySet<string>): void => {
    set(queue.filter(({ userMessageId }) => !ids.has(userMessageId)));
  };

  function write(turn: Turn, person?: string | null, error?: ChatApiError): boolean {
    const at = now().toISOString();
    const entry = toEntry(turn, tree.all.get(turn.userMessageId)?.createdAt ?? at);
    const isWritten = stored.put({ ...entry, refusal: error && { code: error.code, at } }, person);
    if (isWritten) written.add(turn.userMessageId);
    return isWritten;
  }

  function keep(): void {
    const isCleared = !stored.read();
    // What waited before it was known whose it is was never written down.
    for (const turn of queue) if (isCleared || !written.has(turn.userMessageId)) write(turn);
  }

  return {
    turns: () => queue,
    find: (id) => queue.find(({ userMessageId }) => userMessageId === id),
    isFull: (turn) => Math.max(queue.length, countOthers(turn, read())) >= unsentMax,
    add: (turn) => {
      set(asWritten([...queue, turn], tree));
      keep();
      write(turn);
    },
    take: (turns) => {
      for (const { userMessageId } of turns) written.add(userMessageId);
      set([...queue, ...turns]);
    },
    drop,
    forget: (ids, person) => {
      drop(ids);
      stored.remove(ids, person);
    },
    gone: () => {
      keep();
      const kept = stored.read()?.map(({ messageId }) => messageId);
      return queue.filter(({ userMessageId: id }) => kept && written.has(id) && !kept.includes(id));
    },
    isRefused: () => read().some(({ refusal, messageId }) => refusal && written.has(messageId)),
    ...{ read, write, keep },
    knows: (id) => written.has(id),
    leave: () => {
      set([]);
      written.clear();
    },
  };
}
