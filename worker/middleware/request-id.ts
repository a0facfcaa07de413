import type { MiddlewareHandler } from 'hono';
import type { AppEnv } from './app-env.ts';

export const requestIdHeader = 'x-request-id';

/** What a client may send: nothing that could forge a line of a log or a header. */
const safeId = /^[\w.-]{8,64}$/;

/** Names the request, so that a reply can be found in the log. A client that has named it already keeps its name. */
export function requestId(): MiddlewareHandler<AppEnv> {
  return async function requestId(c, next) {
    const given = c.req.header(requestIdHeader);
    const id = given !== undefined && safeId.test(given) ? given : crypto.randomUUID();
    c.set('requestId', id);
    c.header(requestIdHeader, id);
    await next();
  };
}
