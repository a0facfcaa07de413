import type { Handler } from 'hono';
import * as v from 'valibot';
import type { ChatHistoryReply } from '../../protocol/history.ts';
import type { AppEnv } from '../middleware/app-env.ts';
import { AppError } from '../errors.ts';
import type { ChatRepository } from '../ports/chat-repository.ts';
import { decodeCursor, encodeCursor } from '../services/chat-cursor.ts';

const Page = v.object({
  limit: v.optional(
    v.pipe(v.string(), v.regex(/^\d{1,3}$/), v.transform(Number), v.minValue(1), v.maxValue(100)),
    '30',
  ),
});

/** `GET /api/chat-history?limit=&cursor=`: a user's chats, newest first. Visitors have no history. */
export function getChatHistory({ chats }: { readonly chats: ChatRepository }): Handler<AppEnv> {
  return async (c) => {
    const caller = c.get('caller');
    if (caller.kind !== 'user') throw new AppError('unauthenticated');
    const page = v.safeParse(Page, c.req.query());
    if (!page.success)
      throw new AppError('invalid_request', { detail: 'limit must be a number from 1 to 100' });
    const text = c.req.query('cursor');
    const cursor = text === undefined ? null : decodeCursor(text);
    if (text !== undefined && cursor === null)
      throw new AppError('invalid_request', { detail: 'cursor is not one of ours' });
    const { chats: own, next } = await chats.listChats(caller, { limit: page.output.limit, cursor });
    const reply: ChatHistoryReply = { chats: own, nextCursor: next && encodeCursor(next) };
    return c.json(reply);
  };
}
