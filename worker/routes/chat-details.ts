import type { Handler } from 'hono';
import type { AppEnv } from '../middleware/app-env.ts';
import type { ChatRepository } from '../ports/chat-repository.ts';
import { readPathId } from './read-path-id.ts';

/** `GET /api/chat-details/:chatId`: one chat of the caller's own with its messages. */
export function getChatDetails({ chats }: { readonly chats: ChatRepository }): Handler<AppEnv, '/:chatId'> {
  return async (c) => {
    const chatId = readPathId(c.req.param('chatId'));
    return c.json(await c.get('timings').measure('db', () => chats.getChat(c.get('caller'), chatId)));
  };
}
