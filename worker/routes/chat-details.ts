import type { Handler } from 'hono';
import * as v from 'valibot';
import { Uuid } from '../../protocol/uuid.ts';
import type { AppEnv } from '../middleware/app-env.ts';
import { AppError } from '../errors.ts';
import type { ChatRepository } from '../ports/chat-repository.ts';

/**
 * `GET /api/chat-details/:chatId`: one chat of the caller's own with all its messages. What is not a chat id is answered
 * like a chat of somebody else: not found.
 */
export function getChatDetails({ chats }: { readonly chats: ChatRepository }): Handler<AppEnv, '/:chatId'> {
  return async (c) => {
    const chatId = v.safeParse(Uuid, c.req.param('chatId'));
    if (!chatId.success) throw new AppError('not_found');
    return c.json(await chats.getChat(c.get('caller'), chatId.output));
  };
}
