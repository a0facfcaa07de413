import * as v from 'valibot';
import { Feedback } from './feedback.ts';
import { Uuid } from './uuid.ts';

/** Tokens the provider counted for one answer. `cachedInputTokens` are part of `inputTokens`. */
export const TokenUsage = v.object({
  inputTokens: v.number(),
  outputTokens: v.number(),
  cachedInputTokens: v.optional(v.number()),
});
export type TokenUsage = v.InferOutput<typeof TokenUsage>;

/**
 * How far an answer has come: `streaming` while it runs; `stopped` by its reader; `interrupted` when something broke
 * after the first word; `failed` when it broke before. Messages of a person are always `complete`.
 */
export const MessageStatus = v.picklist(['complete', 'streaming', 'stopped', 'interrupted', 'failed']);
export type MessageStatus = v.InferOutput<typeof MessageStatus>;

/** Why a model ended, in the words of the UI message stream. */
export const FinishReason = v.picklist(['stop', 'length', 'content-filter', 'tool-calls', 'error', 'other']);
export type FinishReason = v.InferOutput<typeof FinishReason>;

/**
 * One message of a chat. A chat is a tree: `parentId` is the message this one follows, null for the first. `feedback` is what its
 * reader thinks of an answer, when they said so.
 */
export const Message = v.object({
  id: Uuid,
  parentId: v.nullable(Uuid),
  role: v.picklist(['user', 'assistant', 'system']),
  content: v.string(),
  status: MessageStatus,
  finishReason: v.nullable(FinishReason),
  providerId: v.nullable(Uuid),
  promptId: v.nullable(Uuid),
  usage: v.nullable(TokenUsage),
  createdAt: v.string(),
  feedback: v.optional(Feedback),
});
export type Message = v.InferOutput<typeof Message>;
