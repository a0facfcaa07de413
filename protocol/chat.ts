import * as v from 'valibot';
import { Message, TokenUsage } from './message.ts';
import { hasVisibleText } from './message-text.ts';
import { Quota } from './quota.ts';
import { Uuid } from './uuid.ts';

/** The largest body of a request, in bytes. */
export const bodyBytesMax = 32 * 1024;

const turn = {
  providerId: Uuid,
  promptId: v.optional(Uuid),
  chatId: v.optional(Uuid),
  messageId: v.optional(Uuid),
  parentId: v.optional(Uuid),
};

const SendRequest = v.strictObject({
  ...turn,
  regenerate: v.optional(v.literal(false)),
  message: v.pipe(v.string(), v.check(hasVisibleText, 'has no visible text')),
});

const RegenerateRequest = v.strictObject({
  ...turn,
  chatId: Uuid,
  parentId: Uuid,
  regenerate: v.literal(true),
});

/**
 * `POST /api/chat`: one turn. `messageId` is the idempotency key: the client's id of the user message, or with
 * `regenerate` the id of the new answer to the user message `parentId`. `parentId` is the message this one follows: the
 * newest by default; the chat's own id asks for another first message. Fields it does not know are refused, so that
 * nobody believes they can choose a role or a model.
 */
export const ChatRequest = v.union([SendRequest, RegenerateRequest]);
export type ChatRequest = v.InferInput<typeof ChatRequest>;

/** The whole turn as JSON, for `Accept: application/json`. `usage` is null when the provider did not count. */
export const ChatReply = v.object({
  chatId: Uuid,
  message: Message,
  userMessage: Message,
  usage: v.nullable(TokenUsage),
  quota: Quota,
});
export type ChatReply = v.InferOutput<typeof ChatReply>;
