import type { Context, ErrorHandler } from 'hono';
import { routePath } from 'hono/route';
import { problems, type ErrorCode } from '../../protocol/errors.ts';
import type { AppEnv } from './app-env.ts';
import { type AppError, toAppError, toProblem } from '../errors.ts';
import type { Logger } from '../ports/logger.ts';

/**
 * How to authenticate, which a 401 says (RFC 9110, section 11.6.1). Only who came with a token is told what was wrong with it
 * (RFC 6750, section 3.1).
 */
const challenges: Partial<Record<ErrorCode, string>> = { invalid_token: 'Bearer error="invalid_token"' };

/**
 * The one place where an error becomes a reply: a problem document (RFC 9457). What a client did wrong is logged as
 * news; what we could not do, as an error; what a turn has told already, not again.
 */
export function handleError(logger: Logger): ErrorHandler<AppEnv> {
  return function handleError(thrown, c) {
    const error = toAppError(thrown);
    const { status } = problems[error.code];
    if (!c.get('isLogged')) logRefusal(logger, c, error);
    if (status === 401) c.header('www-authenticate', challenges[error.code] ?? 'Bearer');
    if (error.quota) c.set('quota', error.quota);
    if (error.retryAfterSeconds !== null) c.header('retry-after', String(error.retryAfterSeconds));
    c.header('cache-control', 'no-store');
    c.header('content-type', 'application/problem+json');
    return c.body(JSON.stringify(toProblem(error, c.get('requestId'))), status);
  };
}

function logRefusal(logger: Logger, c: Context<AppEnv>, { code, cause }: AppError): void {
  const { status } = problems[code];
  const fields = {
    requestId: c.get('requestId'),
    traceId: c.get('traceId'),
    method: c.req.method,
    // The route and not the address, in which a client can write anything.
    route: routePath(c, -1),
    status,
    code,
  };
  if (status >= 500) logger.error('refused', fields, cause);
  else logger.info('refused', fields);
}
