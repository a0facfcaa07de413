import * as v from 'valibot';
import { Uuid } from '../../protocol/uuid.ts';
import { AppError } from '../errors.ts';

/**
 * The id that stands in the path of a request. What is not an id is answered like a chat, or a message, of somebody else.
 * @throws AppError `not_found`
 */
export function readPathId(parameter: string): Uuid {
  const id = v.safeParse(Uuid, parameter);
  if (!id.success) throw new AppError('not_found');
  return id.output;
}
