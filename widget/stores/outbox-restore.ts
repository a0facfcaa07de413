import type { Message } from '../../protocol/message.ts';
import type { UnsentMessage } from './outbox-storage.ts';
import { createTurn, toMessage, type Turn } from './turn.ts';

/** How long a message goes out by itself, in milliseconds. One that is older stays, and waits for its person. */
const freshMaxMs = 7 * 24 * 60 * 60_000;

/** A message that is brought back from where it was written down. */
export interface RestoredMessage {
  readonly turn: Turn;
  readonly message: Message;
  readonly isFresh: boolean;
}

/** Makes of what is written down what it was before. */
export function restoreUnsent(
  { chatId, messageId, text, parentId, providerId, promptId, createdAt }: UnsentMessage,
  now: Date,
): RestoredMessage {
  const writtenAt = new Date(createdAt);
  const turn = createTurn({ chatId, userMessageId: messageId, text, parentId });
  return {
    turn: Object.assign(turn, { providerId, promptId }),
    message: { ...toMessage(turn, undefined, now), status: 'failed', createdAt },
    // What has no time that can be read is not fresh either.
    isFresh: now.getTime() - writtenAt.getTime() < freshMaxMs,
  };
}
