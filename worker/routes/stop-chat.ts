import type { Context, Handler } from 'hono';
import type { Config } from '../env.ts';
import { AppError } from '../errors.ts';
import type { AppEnv } from '../middleware/app-env.ts';
import type { ChatRepository } from '../ports/chat-repository.ts';
import type { RunningAnswers } from '../ports/running-answers.ts';
import { findRunningAnswer } from './find-running-answer.ts';

interface StopChatDeps {
  readonly chats: ChatRepository;
  readonly answers: RunningAnswers;
  readonly config: Pick<Config, 'durableAnswers'>;
}

/**
 * `POST /api/chat/:chatId/stop`: stops the answer that runs in a chat of the caller's own, the one that `Last-Event-ID` belongs
 * to, or without that header the newest; what came of it is kept. 204, as well when none runs.
 */
export function stopChat(deps: StopChatDeps): Handler<AppEnv, '/:chatId'> {
  return async (c) => {
    const stopping = stopAnswer(deps, c);
    // Whoever has closed the page in the same moment meant it too.
    c.executionCtx.waitUntil(stopping.catch(() => undefined));
    await stopping;
    return c.body(null, 204);
  };
}

async function stopAnswer(
  { chats, answers, config }: StopChatDeps,
  c: Context<AppEnv, '/:chatId'>,
): Promise<void> {
  const running = await findRunningAnswer(c, chats, { isExact: true });
  if (running === null || (await answers.stop(running))) return;
  // Without objects it may run in another isolate, which another try may reach.
  if (!config.durableAnswers) throw new AppError('service_unavailable');
}
