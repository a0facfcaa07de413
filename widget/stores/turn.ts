import type { FinishReason, Message, MessageStatus, TokenUsage } from '../../protocol/message.ts';

/**
 * One message of a person on its way to its answer. A retry is a new turn with the same ids and text. It ends with its answer,
 * or when its `controller` is aborted because its chat was left: then nothing of it may show any more.
 */
export interface Turn {
  readonly chatId: string;
  readonly userMessageId: string;
  readonly text: string;
  readonly controller: AbortController;
  /** What the person had chosen when it was sent. */
  providerId: string | null;
  promptId: string | null;
  /** The server's id of the answer, from the moment it has begun this turn. */
  answerId: string | null;
  /** The answer ran already when this element came to it. */
  isJoined: boolean;
  /** A request for it has gone out. */
  isSent: boolean;
  /** The person has stopped it: aborted when the server is no longer asked to. Null before. */
  stopping: AbortController | null;
  /** All that this telling of the answer has said so far. What is shown of it only ever grows: see `receivePart`. */
  received: string;
  /** The last event of this telling, after which another connection can go on. */
  lastEventId: string | null;
  /** The server keeps the message: nothing of it can be lost any more. */
  isAccepted: boolean;
  /** The answer has ended, one way or another; what still arrives is news about the chat. */
  isSettled: boolean;
  status: MessageStatus | null;
  finishReason: FinishReason | null;
  usage: TokenUsage | null;
}

/** The turns of a conversation that are not over. */
export interface OpenTurns {
  /** Runs, waits for its chat's title, or can be asked for again. */
  current: Turn | null;
  /** The turn that was stopped last, by its chat. */
  readonly stopped: Map<string, Turn>;
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
    isJoined: false,
    isSent: false,
    stopping: null,
    received: '',
    lastEventId: null,
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
