import * as v from 'valibot';
import { Message } from './message.ts';
import { countCharacters, hasVisibleText } from './message-text.ts';
import { Uuid } from './uuid.ts';

/** A conversation in a list. `updatedAt` is ISO 8601 in UTC and moves with every message. */
export const Chat = v.object({ id: Uuid, title: v.nullable(v.string()), updatedAt: v.string() });
export type Chat = v.InferOutput<typeof Chat>;

/** The longest title of a chat and the longest text to search for, in Unicode code points. */
export const titleCharactersMax = 120;

const ShortText = v.pipe(
  v.string(),
  v.trim(),
  v.check(hasVisibleText, 'has no visible text'),
  v.check((text) => countCharacters(text) <= titleCharactersMax, 'is longer than 120 characters'),
);

/** The query of `GET /api/chat-history`. `search` finds chats by their title and by what was said in them. */
export const ChatHistoryQuery = v.strictObject({
  limit: v.optional(
    v.pipe(v.string(), v.regex(/^\d{1,3}$/), v.transform(Number), v.minValue(1), v.maxValue(100)),
    '30',
  ),
  cursor: v.optional(v.string()),
  search: v.optional(ShortText),
});
export type ChatHistoryQuery = v.InferInput<typeof ChatHistoryQuery>;

/** `GET /api/chat-history`: own chats, newest first. `nextCursor` asks for the next page, null on the last. */
export const ChatHistoryReply = v.object({ chats: v.array(Chat), nextCursor: v.nullable(v.string()) });
export type ChatHistoryReply = v.InferOutput<typeof ChatHistoryReply>;

/** `GET /api/chat-details/:chatId`: the chat and its messages in the order they were written. */
export const ChatDetailsReply = v.object({ chat: Chat, messages: v.array(Message) });
export type ChatDetailsReply = v.InferOutput<typeof ChatDetailsReply>;

/** `PATCH /api/chat-details/:chatId`: a name of the user's own, which nothing replaces by itself. */
export const RenameChatRequest = v.strictObject({ title: ShortText });
export type RenameChatRequest = v.InferInput<typeof RenameChatRequest>;

/** The reply to {@link RenameChatRequest}. */
export const RenameChatReply = v.object({ chat: Chat });
export type RenameChatReply = v.InferOutput<typeof RenameChatReply>;

/** The query of `GET /api/chat-details/:chatId/export`. */
export const ChatExportQuery = v.strictObject({ format: v.optional(v.picklist(['md', 'json']), 'md') });
export type ChatExportQuery = v.InferInput<typeof ChatExportQuery>;

/** The export as JSON: everything, all branches included, in the order it was written. */
export const ChatExport = v.object({ exportedAt: v.string(), chat: Chat, messages: v.array(Message) });
export type ChatExport = v.InferOutput<typeof ChatExport>;
