import type { StreamPart } from '../../protocol/event-stream.ts';
import type { Message, MessageStatus } from '../../protocol/message.ts';
import type { Quota } from '../../protocol/quota.ts';
import { toProblem, type AppError } from '../errors.ts';
import type { ReplayedTurn, StartedTurn } from '../ports/chat-repository.ts';

/** One text per answer, so its id needs to be unique within the message only. */
const id = 'text';

/** What every answer begins with. */
export function openingParts(turn: StartedTurn | ReplayedTurn, answerId: string): StreamPart[] {
  const { chatId, title, userMessage, quota } = turn;
  return [
    { type: 'start', messageId: answerId, messageMetadata: { chatId, userMessageId: userMessage.id } },
    chatPart(chatId, title),
    quotaPart(quota),
    { type: 'start-step' },
  ];
}

/** News of the chat: that it exists, and what it is called. */
export function chatPart(id: string, title: string | null): StreamPart {
  return { type: 'data-chat', data: { id, title }, transient: true };
}

/** News of the caller's quota. */
export function quotaPart(quota: Quota): StreamPart {
  return { type: 'data-quota', data: quota, transient: true };
}

export const textStartPart: StreamPart = { type: 'text-start', id };
export const textEndPart: StreamPart = { type: 'text-end', id };

/** A piece of the answer's text. */
export function textPart(delta: string): StreamPart {
  return { type: 'text-delta', id, delta };
}

/**
 * What an answer ends with that is complete, or that its reader stopped.
 * @param ttftMs null when not a word came, or nobody has measured it
 */
export function finishParts(
  { status, finishReason, usage }: Pick<Message, 'status' | 'finishReason' | 'usage'>,
  ttftMs: number | null,
): StreamPart[] {
  const messageMetadata = { status, usage, ...(ttftMs !== null && { ttftMs }) };
  return [
    { type: 'finish-step' },
    { type: 'finish', finishReason: finishReason ?? 'other', messageMetadata },
  ];
}

/** What an answer ends with that broke. */
export function errorParts(status: MessageStatus, error: AppError, requestId: string): StreamPart[] {
  return [
    { type: 'message-metadata', messageMetadata: { status } },
    { type: 'error', errorText: JSON.stringify(toProblem(error, requestId)) },
  ];
}
