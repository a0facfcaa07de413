import type { Handler } from 'hono';
import { toAppError } from '../errors.ts';
import type { AppEnv } from '../middleware/app-env.ts';
import type { ChatRepository } from '../ports/chat-repository.ts';
import type { Logger } from '../ports/logger.ts';
import type { AnswerInProgress, RunningAnswers } from '../ports/running-answers.ts';
import { readPathId } from './read-path-id.ts';

interface DeleteChatDeps {
  readonly chats: ChatRepository;
  readonly answers: RunningAnswers;
  readonly logger: Logger;
}

/**
 * `DELETE /api/chat-details/:chatId`: removes a user's chat with all its messages, for good. 204. Answers that run in it are
 * stopped: nobody is left to read them, and their models are paid by the word.
 */
export function deleteChat({ chats, answers, logger }: DeleteChatDeps): Handler<AppEnv, '/:chatId'> {
  return async (c) => {
    const chatId = readPathId(c.req.param('chatId'));
    const user = c.get('user');
    const { requestId, traceId } = c.var;
    const running = await c.get('timings').measure('db', async () => {
      const found = await chats.findRunningAnswers(user, chatId);
      await chats.deleteChat(user, chatId);
      return found;
    });
    const stop = async (answer: AnswerInProgress) => {
      try {
        await answers.stop(answer);
      } catch (thrown) {
        // The chat is gone all the same.
        const { code, cause } = toAppError(thrown);
        logger.error('stop', { requestId, traceId, answerId: answer.id, code }, cause);
      }
    };
    c.executionCtx.waitUntil(Promise.all(running.map(stop)));
    return c.body(null, 204);
  };
}
