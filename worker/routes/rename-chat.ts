import type { Handler } from 'hono';
import { RenameChatRequest, type RenameChatReply } from '../../protocol/history.ts';
import type { AppEnv } from '../middleware/app-env.ts';
import type { ChatRepository } from '../ports/chat-repository.ts';
import { parseInput } from './parse-input.ts';
import { readPathId } from './read-path-id.ts';

/** `PATCH /api/chat-details/:chatId`: gives a user's chat a name that nothing replaces by itself. */
export function renameChat({ chats }: { readonly chats: ChatRepository }): Handler<AppEnv, '/:chatId'> {
  return async (c) => {
    const chatId = readPathId(c.req.param('chatId'));
    const { title } = parseInput(RenameChatRequest, c.get('json'));
    const rename = () => chats.renameChat(c.get('user'), chatId, title);
    const reply: RenameChatReply = { chat: await c.get('timings').measure('db', rename) };
    return c.json(reply);
  };
}
