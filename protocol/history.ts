import * as v from 'valibot';
import { Message } from './message.ts';
import { Uuid } from './uuid.ts';

/** A conversation in a list. `updatedAt` is ISO 8601 in UTC and moves with every message. */
export const Chat = v.object({ id: Uuid, title: v.nullable(v.string()), updatedAt: v.string() });
export type Chat = v.InferOutput<typeof Chat>;

/** `GET /api/chat-history`: own chats, newest first. `nextCursor` asks for the next page, null on the last. */
export const ChatHistoryReply = v.object({ chats: v.array(Chat), nextCursor: v.nullable(v.string()) });
export type ChatHistoryReply = v.InferOutput<typeof ChatHistoryReply>;

/** `GET /api/chat-details/:chatId`: the chat and its messages in the order they were written. */
export const ChatDetailsReply = v.object({ chat: Chat, messages: v.array(Message) });
export type ChatDetailsReply = v.InferOutput<typeof ChatDetailsReply>;
