import type { StreamPart } from '../../protocol/event-stream.ts';
import type { FinishReason, MessageStatus, TokenUsage } from '../../protocol/message.ts';
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
    { type: 'data-chat', data: { id: chatId, title }, transient: true },
    quotaPart(quota),
    { type: 'start-step' },
  ];
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

/** What an answer ends with that is complete, or that its reader stopped. */
export function finishParts(
  status: MessageStatus,
  finishReason: FinishReason | null,
  usage: TokenUsage | null,
): StreamPart[] {
  return [
    { type: 'finish-step' },
    { type: 'finish', finishReason: finishReason ?? 'other', messageMetadata: { status, usage } },
  ];
}

/** What an answer ends with that broke. */
export function errorParts(status: MessageStatus, error: AppError, requestId: string): StreamPart[] {
  return [
    { type: 'message-metadata', messageMetadata: { status } },
    { type: 'error', errorText: JSON.stringify(toProblem(error, requestId)) },
  ];
}
