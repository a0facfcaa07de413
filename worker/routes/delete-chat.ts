import type { Handler } from 'hono';
import type { AppEnv } from '../middleware/app-env.ts';
import type { ChatRepository } from '../ports/chat-repository.ts';
import { readChatId } from './read-chat-id.ts';

/** `DELETE /api/chat-details/:chatId`: removes a user's chat with all its messages, for good. 204. */
export function deleteChat({ chats }: { readonly chats: ChatRepository }): Handler<AppEnv, '/:chatId'> {
  return async (c) => {
    const chatId = readChatId(c);
    await c.get('timings').measure('db', () => chats.deleteChat(c.get('user'), chatId));
    return c.body(null, 204);
  };
}
