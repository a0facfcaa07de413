import * as v from 'valibot';
import { FinishReason, MessageStatus, TokenUsage } from './message.ts';
import { Quota } from './quota.ts';
import { Uuid } from './uuid.ts';

/*
 * A streamed answer is the UI message stream, version 1, of the AI SDK: the subset that its majors 5, 6 and 7 all
 * read (https://ai-sdk.dev/docs/ai-sdk-ui/stream-protocol). Our own news travels as `data-*` parts: any other part type
 * would make strict clients fail.
 */

/** Header (name, value) that marks a reply as a UI message stream, version 1. */
export const streamHeader = ['x-vercel-ai-ui-message-stream', 'v1'] as const;

/** The last event of every stream. A stream without it was cut. */
export const streamEnd = '[DONE]';

const id = v.string();

/**
 * What a stream says of its answer, in `start`, `message-metadata` and `finish`. `ttftMs` is how long the first word took,
 * in milliseconds from the request to the model; headers are sent before it is known.
 */
export const AnswerMetadata = v.partial(
  v.object({
    chatId: Uuid,
    userMessageId: Uuid,
    usage: v.nullable(TokenUsage),
    status: MessageStatus,
    ttftMs: v.number(),
  }),
);
export type AnswerMetadata = v.InferOutput<typeof AnswerMetadata>;

/** One event of a streamed answer. */
export const StreamPart = v.variant('type', [
  v.object({ type: v.literal('start'), messageId: Uuid, messageMetadata: AnswerMetadata }),
  v.object({ type: v.literal('start-step') }),
  v.object({ type: v.literal('text-start'), id }),
  v.object({ type: v.literal('text-delta'), id, delta: v.string() }),
  v.object({ type: v.literal('text-end'), id }),
  v.object({ type: v.literal('finish-step') }),
  v.object({ type: v.literal('message-metadata'), messageMetadata: AnswerMetadata }),
  v.object({ type: v.literal('finish'), finishReason: FinishReason, messageMetadata: AnswerMetadata }),
  v.object({ type: v.literal('error'), errorText: v.string() }),
  v.object({
    type: v.literal('data-chat'),
    data: v.object({ id: Uuid, title: v.nullable(v.string()) }),
    transient: v.literal(true),
  }),
  v.object({ type: v.literal('data-quota'), data: Quota, transient: v.literal(true) }),
]);
export type StreamPart = v.InferOutput<typeof StreamPart>;

/**
 * One server-sent event. JSON escapes every line break, so one `data:` line always suffices.
 * @param id from `formatEventId`
 */
export function encodeStreamPart(part: StreamPart, id: string): string {
  return `id: ${id}\ndata: ${JSON.stringify(part)}\n\n`;
}

/** The event that closes the stream. */
export const encodedStreamEnd = `data: ${streamEnd}\n\n`;

/** A comment: readers ignore it, and writing it is how a server notices that its reader has left. */
export const encodedHeartbeat = ': \n\n';

/**
 * Reads the `data` of one event.
 * @returns the part, or undefined for a part this version does not know (a newer server may send more `data-*`)
 * @throws SyntaxError when the data is not JSON
 */
export function decodeStreamPart(data: string): StreamPart | undefined {
  const result = v.safeParse(StreamPart, JSON.parse(data));
  return result.success ? result.output : undefined;
}
