import type { Handler } from 'hono';
import type { AppEnv } from '../middleware/app-env.ts';
import type { ChatRepository } from '../ports/chat-repository.ts';
import type { FollowAnswer } from '../services/follow-answer.ts';
import { readChatId } from './read-chat-id.ts';
import { replyStream } from './reply-stream.ts';

interface ChatStreamDeps {
  readonly chats: ChatRepository;
  readonly follow: FollowAnswer;
}

/**
 * `GET /api/chat/:chatId/stream`: joins the answer that runs in a chat of the caller's own, from its first word; 204 when
 * none runs. Leaving stops nothing: the answer belongs to whoever asked for it.
 */
export function getChatStream({ chats, follow }: ChatStreamDeps): Handler<AppEnv, '/:chatId'> {
  return async (c) => {
    const chatId = readChatId(c);
    const caller = c.get('caller');
    const find = () => chats.findRunningAnswer(caller, chatId);
    const running = await c.get('timings').measure('db', find);
    if (!running) return c.body(null, 204);
    const { requestId, traceId } = c.var;
    const parts = follow({ caller, running, requestId, traceId });
    const reply = replyStream(c, parts);
    // A HEAD request gets the same headers and nobody to read the rest (RFC 9110, section 9.3.2).
    if (c.req.method === 'HEAD') await reply.body?.cancel();
    return reply;
  };
}
