import { atom, type ReadableAtom } from 'nanostores';
import type { Feedback } from '../../protocol/feedback.ts';
import type { ChatApi } from '../api/chat-api.ts';
import { createLatestWrites } from './latest-writes.ts';

/** What a person thinks of answers. */
export interface FeedbackStore {
  /** By the id of the message: what was said here, instead of what the stored message says; null when it was taken back. */
  readonly $feedback: ReadableAtom<ReadonlyMap<string, Feedback | null>>;
  /** The message whose feedback could not be kept, until something else is rated. */
  readonly $failedId: ReadableAtom<string | null>;
  /** Shows at once what a person thinks of an answer; null takes it back. A failure brings back what was there before. */
  rate: (messageId: string, feedback: Feedback | null) => void;
}

/** The feedback of one element. */
export function createFeedback({ api }: { api: Pick<ChatApi, 'loadManagement'> }): FeedbackStore {
  const $feedback = atom<ReadonlyMap<string, Feedback | null>>(new Map());
  const $failedId = atom<string | null>(null);
  /** What the server has said that it keeps. */
  const kept = new Map<string, Feedback | null>();

  /** @param feedback undefined: what the stored message says */
  function show(messageId: string, feedback: Feedback | null | undefined): void {
    const next = new Map($feedback.get());
    if (feedback === undefined) next.delete(messageId);
    else next.set(messageId, feedback);
    $feedback.set(next);
  }

  const write = createLatestWrites<Feedback | null>(
    async (messageId, feedback) => {
      const management = await api.loadManagement();
      if (feedback) kept.set(messageId, (await management.giveFeedback(messageId, feedback)).feedback);
      else {
        await management.withdrawFeedback(messageId);
        kept.set(messageId, null);
      }
    },
    (messageId, hasFailed) => {
      show(messageId, kept.get(messageId));
      if (hasFailed) $failedId.set(messageId);
    },
  );

  function rate(messageId: string, feedback: Feedback | null): void {
    $failedId.set(null);
    show(messageId, feedback);
    void write(messageId, feedback);
  }

  return { $feedback, $failedId, rate };
}
