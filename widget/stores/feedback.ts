import { atom, type ReadableAtom } from 'nanostores';
import type { Feedback } from '../../protocol/feedback.ts';
import type { ChatApi } from '../api/chat-api.ts';
import type { ChatStore } from './chat.ts';
import type { CurrentSession } from './current-session.ts';
import { createLatestWrites } from './latest-writes.ts';

/** What a person said last of an answer, and whether the server keeps it. Each time they say something it is another object. */
export interface SaidFeedback {
  readonly state: 'saving' | 'kept' | 'failed';
  /** Null when they took back what they had said. */
  readonly feedback: Feedback | null;
}

/** What is known here of the feedback on one answer, and not from the stored message. */
export interface OwnFeedback {
  readonly said: SaidFeedback;
  /** What is shown instead of what the stored message says: null for none; undefined when the message is right. */
  readonly shown: Feedback | null | undefined;
}

/** What a person thinks of answers. */
export interface FeedbackStore {
  /** By the id of the message. What was kept goes as soon as a copy of the chat has come that knows of it. */
  readonly $feedback: ReadableAtom<ReadonlyMap<string, OwnFeedback>>;
  /** Shows at once what a person thinks of an answer; null takes it back. A failure brings back what was there before. */
  rate: (messageId: string, feedback: Feedback | null) => void;
}

/** What it takes to give feedback. */
interface FeedbackOptions {
  readonly api: Pick<ChatApi, 'loadManagement'>;
  readonly chat: Pick<ChatStore, '$details' | '$messages' | 'refresh'>;
  readonly session: CurrentSession;
}

/** The feedback of one element. */
export function createFeedback({ api, chat, session }: FeedbackOptions): FeedbackStore {
  const $feedback = atom<ReadonlyMap<string, OwnFeedback>>(new Map());
  /** What the server has said that it keeps, and no copy of the chat has told yet. */
  const kept = new Map<string, Feedback | null>();
  /** Of these a copy of the chat has told something else, but it may have been on its way already. */
  const doubted = new Set<string>();

  /** Of whoever is signed in: nothing that was said goes out in the name of who comes after them. */
  let owner = new AbortController();

  function show(messageId: string, said: SaidFeedback, shown: OwnFeedback['shown']): void {
    $feedback.set(new Map($feedback.get()).set(messageId, { said, shown }));
  }

  const write = createLatestWrites<{ feedback: Feedback | null; signal: AbortSignal }>(
    async (messageId, { feedback, signal }) => {
      const management = await api.loadManagement();
      signal.throwIfAborted();
      if (feedback) {
        const reply = await management.giveFeedback(messageId, feedback, { signal });
        kept.set(messageId, reply.feedback);
      } else {
        await management.withdrawFeedback(messageId, { signal });
        kept.set(messageId, null);
      }
      doubted.delete(messageId);
    },
    (messageId, hasFailed) => {
      const feedback = $feedback.get().get(messageId)?.said.feedback ?? null;
      show(messageId, { state: hasFailed ? 'failed' : 'kept', feedback }, kept.get(messageId));
    },
  );

  function rate(messageId: string, feedback: Feedback | null): void {
    show(messageId, { state: 'saving', feedback }, feedback);
    void write(messageId, { feedback, signal: owner.signal });
  }

  /** What was rated elsewhere counts, too, once a copy of the chat has come that is newer than what was kept here. */
  function compare(): void {
    const own = $feedback.get();
    let isUnsure = false;
    for (const { id, feedback = null } of chat.$messages.get()) {
      const known = kept.get(id);
      const shown = own.get(id);
      if (known === undefined || shown === undefined || shown.said.state === 'saving') continue;
      const isSame = JSON.stringify(known) === JSON.stringify(feedback);
      if (isSame || doubted.delete(id)) {
        // What could not be kept stays.
        kept.delete(id);
        show(id, shown.said, undefined);
      } else {
        doubted.add(id);
        isUnsure = true;
      }
    }
    if (isUnsure) void chat.refresh();
  }

  chat.$details.listen(({ state }) => {
    // Its messages come right after it.
    if (state === 'ready') queueMicrotask(compare);
  });

  session.$session.listen(() => {
    owner.abort();
    owner = new AbortController();
  });

  return { $feedback, rate };
}
