import type { ChatState } from './chat-state.ts';
import type { KeyValueStorage } from './key-value-storage.ts';
import { createOutboxStorage, type OutboxStorage, unsentMax } from './outbox-storage.ts';
import type { Turn } from './turn.ts';

/** The messages of the chat on show that wait for a connection, oldest first; and what is written down of them. */
export interface OutboxQueue {
  readonly turns: () => readonly Turn[];
  readonly find: (messageId: string) => Turn | undefined;
  readonly isFull: () => boolean;
  /** Lets a message wait, and writes it down. */
  readonly add: (turn: Turn) => void;
  /** Lets messages wait that are written down already. */
  readonly take: (turns: readonly Turn[]) => void;
  /** These wait no more; what is written down of them stays until it is forgotten. */
  readonly drop: (ids: ReadonlySet<string>) => void;
  /** The server has these, or their person has them back. */
  readonly forget: (ids: ReadonlySet<string>) => void;
  /** What is written down of all chats, oldest first. */
  readonly read: OutboxStorage['read'];
  /** See `OutboxStorage.leave`. */
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

/** The queue of one conversation. */
export function createOutboxQueue(
  { $queuedIds, tree }: Pick<ChatState, '$queuedIds' | 'tree'>,
  { storage, getPerson = () => null, now }: OutboxOptions,
): OutboxQueue {
  const stored = createOutboxStorage(storage, getPerson);
  let queue: readonly Turn[] = [];

  function set(next: readonly Turn[]): void {
    if (next.length === queue.length) return;
    queue = next;
    $queuedIds.set(new Set(queue.map(({ userMessageId }) => userMessageId)));
  }

  function drop(ids: ReadonlySet<string>): void {
    set(queue.filter(({ userMessageId }) => !ids.has(userMessageId)));
  }

  return {
    turns: () => queue,
    find: (id) => queue.find(({ userMessageId }) => userMessageId === id),
    isFull: () => Math.max(queue.length, stored.read().length) >= unsentMax,
    add: (turn) => {
      const { chatId, userMessageId: messageId, text, parentId, providerId, promptId } = turn;
      // As they were written: one that is refused, and later finds no connection, is still the first.
      const order = [...tree.all.keys()];
      const place = ({ userMessageId: id }: Turn) => order.indexOf(id);
      set([...queue, turn].sort((one, other) => place(one) - place(other)));
      stored.put({ chatId, messageId, text, parentId, providerId, promptId, createdAt: now().toISOString() });
    },
    take: (turns) => {
      set([...queue, ...turns]);
    },
    drop,
    forget: (ids) => {
      drop(ids);
      stored.remove(ids);
    },
    read: stored.read,
    leave: stored.leave,
  };
}
