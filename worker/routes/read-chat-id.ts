import type { Context } from 'hono';
import * as v from 'valibot';
import { Uuid } from '../../protocol/uuid.ts';
import type { AppEnv } from '../middleware/app-env.ts';
import { AppError } from '../errors.ts';

/**
 * The id in the path of a route under `/:chatId`. What is not an id is answered like a chat of somebody else.
 * @throws AppError `not_found`
 */
export function readChatId(c: Context<AppEnv, '/:chatId'>): Uuid {
  const chatId = v.safeParse(Uuid, c.req.param('chatId'));
  if (!chatId.success) throw new AppError('not_found');
  return chatId.output;
}
