import type { Handler } from 'hono';
import { lastEventIdHeader } from '../../protocol/paths.ts';
import type { Config } from '../env.ts';
import type { AppEnv } from '../middleware/app-env.ts';
import type { ChatRepository } from '../ports/chat-repository.ts';
import type { RunningAnswers } from '../ports/running-answers.ts';
import { findRunningAnswer } from './find-running-answer.ts';
import { replyStream } from './reply-stream.ts';

interface ChatStreamDeps {
  readonly chats: ChatRepository;
  readonly answers: RunningAnswers;
  readonly config: Pick<Config, 'durableAnswers'>;
}

/**
 * `GET /api/chat/:chatId/stream`: joins the answer that runs in a chat of the caller's own: after the event that
 * `Last-Event-ID` names, or else the newest from its first word; 204 when none runs.
 */
export function getChatStream({ chats, answers, config }: ChatStreamDeps): Handler<AppEnv, '/:chatId'> {
  return async (c) => {
    const running = await findRunningAnswer(c, chats, { isExact: false });
    const lastEventId = c.req.header(lastEventIdHeader) ?? null;
    const events = running && (await answers.join(running, lastEventId));
    if (!events) return c.body(null, 204);
    const reply = replyStream(c, events, config);
    // A HEAD request gets the same headers and nobody to read the rest (RFC 9110, section 9.3.2).
    if (c.req.method === 'HEAD') await reply.body?.cancel();
    return reply;
  };
}
