import type { Handler } from 'hono';
import { ChatHistoryQuery, type ChatHistoryReply } from '../../protocol/history.ts';
import type { AppEnv } from '../middleware/app-env.ts';
import { AppError } from '../errors.ts';
import type { ChatCursor, ChatRepository } from '../ports/chat-repository.ts';
import { decodeCursor, encodeCursor } from '../services/chat-cursor.ts';
import { parseInput } from './parse-input.ts';

/** `GET /api/chat-history`: a user's chats, newest first; {@link ChatHistoryQuery} says which. Visitors have no history. */
export function getChatHistory({ chats }: { readonly chats: ChatRepository }): Handler<AppEnv> {
  return async (c) => {
    const { limit, cursor, search = null } = parseInput(ChatHistoryQuery, c.req.query(), 'parameter');
    const listing = { limit, cursor: readCursor(cursor), search };
    const list = () => chats.listChats(c.get('user'), listing);
    const { chats: own, next } = await c.get('timings').measure('db', list);
    const reply: ChatHistoryReply = { chats: own, nextCursor: next && encodeCursor(next) };
    return c.json(reply);
  };
}

function readCursor(text: string | undefined): ChatCursor | null {
  if (text === undefined) return null;
  const cursor = decodeCursor(text);
  if (!cursor) throw new AppError('invalid_request', { detail: 'cursor is not one of ours' });
  return cursor;
}
