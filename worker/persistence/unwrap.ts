import { AppError } from '../errors.ts';
import { toAppError, type DatabaseFailure } from './to-app-error.ts';

interface Reply {
  readonly data: unknown;
  readonly error: DatabaseFailure | null;
  readonly status: number;
}

/**
 * Awaits a request made with our own key.
 * @returns what the database said; unknown, until a schema of `rows.ts` has read it
 * @throws AppError
 */
export function unwrap(request: PromiseLike<Reply>): Promise<unknown> {
  return settle(request, false);
}

/** Like {@link unwrap}, for a request made with a user's token: a 401 is then about that token. */
export function unwrapAsUser(request: PromiseLike<Reply>): Promise<unknown> {
  return settle(request, true);
}

async function settle(request: PromiseLike<Reply>, isUser: boolean): Promise<unknown> {
  let reply: Reply;
  try {
    reply = await request;
  } catch (cause) {
    // Only a reply that is not what the Data API sends gets here.
    throw new AppError('service_unavailable', { cause });
  }
  if (reply.error) throw toAppError(reply.error, reply.status, isUser);
  return reply.data;
}
