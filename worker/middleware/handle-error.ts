import type { ErrorHandler } from 'hono';
import { problems } from '../../protocol/errors.ts';
import type { AppEnv } from './app-env.ts';
import { toAppError, toProblem } from '../errors.ts';
import type { Logger } from '../ports/logger.ts';

/**
 * The one place where an error becomes a reply: a problem document (RFC 9457). What a client did wrong is logged as
 * news; what we could not do, as an error.
 */
export function handleError(logger: Logger): ErrorHandler<AppEnv> {
  return function handleError(thrown, c) {
    const error = toAppError(thrown);
    const { status } = problems[error.code];
    const requestId = c.get('requestId');
    const fields = { requestId, method: c.req.method, path: c.req.path, status, code: error.code };
    if (status >= 500) logger.error('refused', fields, error.cause);
    else logger.info('refused', fields);
    // RFC 9110, section 11.6.1: a 401 says how to authenticate.
    if (status === 401) c.header('www-authenticate', 'Bearer');
    if (error.retryAfterSeconds !== null) c.header('retry-after', String(error.retryAfterSeconds));
    c.header('cache-control', 'no-store');
    c.header('content-type', 'application/problem+json');
    return c.body(JSON.stringify(toProblem(error, requestId)), status);
  };
}
