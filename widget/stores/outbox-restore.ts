import { isErrorCode } from '../../protocol/errors.ts';
import type { Message } from '../../protocol/message.ts';
import { ChatApiError } from '../api/chat-api-error.ts';
import type { UnsentMessage } from './outbox-storage.ts';
import { createTurn, toMessage, type Turn } from './turn.ts';

/** How long a message goes out by itself, in milliseconds. One that is older stays, and waits for its person. */
const freshMaxMs = 7 * 24 * 60 * 60_000;

/** A message that is brought back from where it was written down. */
export interface RestoredMessage {
  readonly turn: Turn;
  readonly message: Message;
  /** Why it waits for its person; null when it goes out by itself. */
  readonly error: ChatApiError | null;
  readonly writtenAt: string;
  readonly refusedAt: string;
}

/** Whether what keeps a chat from being loaded is worth waiting for: nobody could be reached. */
export function passesByItself({ code }: ChatApiError): boolean {
  return code === 'offline' || code === 'service_unavailable';
}

/** Why a message waits for its person. A code that nobody here knows is another version's. */
function toError(code: string): ChatApiError {
  return new ChatApiError(isErrorCode(code) || code === 'stopped' ? code : 'internal');
}

/** Makes of what is written down what it was before. */
export function restoreUnsent(
  { chatId, messageId, text, parentId, providerId, promptId, createdAt, refusal }: UnsentMessage,
  now: Date,
): RestoredMessage {
  // What has no time that can be read is not fresh either.
  const isFresh = now.getTime() - new Date(createdAt).getTime() < freshMaxMs;
  const turn = createTurn({ chatId, userMessageId: messageId, text, parentId });
  return {
    turn: Object.assign(turn, { providerId, promptId }),
    message: { ...toMessage(turn, undefined, now), status: 'failed', createdAt },
    error: refusal ? toError(refusal.code) : isFresh ? null : new ChatApiError('offline'),
    writtenAt: createdAt,
    refusedAt: refusal?.at ?? '',
  };
}
