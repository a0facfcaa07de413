import type { FinishReason, Message, MessageStatus, TokenUsage } from '../../protocol/message.ts';

/** One message of a person on its way to its answer. A retry is a new turn with the same ids and text. */
export interface Turn {
  readonly chatId: string;
  readonly userMessageId: string;
  readonly text: string;
  readonly controller: AbortController;
  /** What the person had chosen when it was sent. */
  providerId: string | null;
  promptId: string | null;
  /** The server's id of the answer, from the moment it has accepted the message. */
  answerId: string | null;
  /** The server keeps the message: nothing of it can be lost any more. */
  isAccepted: boolean;
  /** The answer has ended, one way or another; what still arrives is news about the chat. */
  isSettled: boolean;
  status: MessageStatus | null;
  finishReason: FinishReason | null;
  usage: TokenUsage | null;
}

/** A turn that is about to be sent. */
export function createTurn(start: Pick<Turn, 'chatId' | 'userMessageId' | 'text' | 'isAccepted'>): Turn {
  const { chatId, userMessageId, text, isAccepted } = start;
  return {
    chatId,
    userMessageId,
    text,
    isAccepted,
    controller: new AbortController(),
    providerId: null,
    promptId: null,
    answerId: null,
    isSettled: false,
    status: null,
    finishReason: null,
    usage: null,
  };
}

/** The person's own message, as it stands in the list from the moment it is sent. */
export function toMessage(
  turn: Pick<Turn, 'userMessageId' | 'text'>,
  after: Message | undefined,
  now: Date,
): Message {
  return {
    id: turn.userMessageId,
    parentId: after?.id ?? null,
    role: 'user',
    content: turn.text,
    status: 'complete',
    finishReason: null,
    providerId: null,
    promptId: null,
    usage: null,
    createdAt: now.toISOString(),
  };
}
