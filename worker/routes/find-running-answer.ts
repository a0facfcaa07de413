import type { Context } from 'hono';
import { readEventId } from '../../protocol/event-id.ts';
import { lastEventIdHeader } from '../../protocol/paths.ts';
import type { AppEnv } from '../middleware/app-env.ts';
import type { ChatRepository } from '../ports/chat-repository.ts';
import type { AnswerInProgress } from '../ports/running-answers.ts';
import { readPathId } from './read-path-id.ts';

/**
 * The answer that a request under `/:chatId` is about: of those that run in this chat the one that `Last-Event-ID` belongs to,
 * else the newest; null when none runs.
 * @param how.isExact whether an answer that is named and runs no more means none rather than the newest
 * @throws AppError `not_found`, for a chat of somebody else as well
 */
export async function findRunningAnswer(
  c: Context<AppEnv, '/:chatId'>,
  chats: ChatRepository,
  { isExact }: { readonly isExact: boolean },
): Promise<AnswerInProgress | null> {
  const chatId = readPathId(c.req.param('chatId'));
  const find = () => chats.findRunningAnswers(c.get('caller'), chatId);
  const running = await c.get('timings').measure('db', find);
  const lastEventId = c.req.header(lastEventIdHeader);
  if (lastEventId === undefined) return running[0] ?? null;
  const named = running.find(({ id }) => readEventId(lastEventId, id) !== null);
  return named ?? (isExact ? null : running[0]) ?? null;
}
