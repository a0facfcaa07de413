import * as v from 'valibot';
import { Message, TokenUsage } from './message.ts';
import { Quota } from './quota.ts';
import { Uuid } from './uuid.ts';

/** The longest message, in Unicode code points. */
export const messageCharactersMax = 8_000;

/** The largest body of a request, in bytes. */
export const bodyBytesMax = 32 * 1024;

/**
 * True when a person would see something. White space, controls and characters that Unicode calls default-ignorable
 * (zero-width joiners, variation selectors, Hangul fillers …) are nothing by themselves; U+2800 is the empty Braille cell.
 */
export function hasVisibleText(text: string): boolean {
  return /[^\s\p{C}\p{Z}\p{Default_Ignorable_Code_Point}\u2800]/u.test(text);
}

/** Length as a person counts it: code points, so an emoji outside the BMP is one and not two. */
export function countCharacters(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

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
  message: v.pipe(v.string(), v.check(hasVisibleText, 'message has no visible text')),
});

const RegenerateRequest = v.strictObject({
  ...turn,
  chatId: Uuid,
  parentId: Uuid,
  regenerate: v.literal(true),
});

/**
 * `POST /api/chat`: one turn. `messageId` is the idempotency key: the client's id of the user message, or with
 * `regenerate` the id of the new answer to the user message `parentId`. `parentId` is the message this one follows
 * (default: the newest). Fields it does not know are refused, so that nobody believes they can choose a role or a model.
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
