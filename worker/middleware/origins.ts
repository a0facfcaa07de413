import type { MiddlewareHandler } from 'hono';
import { streamHeader } from '../../protocol/event-stream.ts';
import { lastEventIdHeader, visitorHeader } from '../../protocol/paths.ts';
import type { AppEnv } from './app-env.ts';
import { AppError } from '../errors.ts';
import { requestIdHeader } from './request-id.ts';
import { traceparentHeader } from './trace-context.ts';

/** A day; browsers cap it at two hours or less by themselves. */
const preflightSeconds = 86_400;

const allowedMethods = 'GET, POST, PUT, PATCH, DELETE';
const allowedHeaders = [
  'authorization',
  'content-type',
  lastEventIdHeader,
  visitorHeader,
  requestIdHeader,
  traceparentHeader,
  // Goes with it, from pages that trace their requests. We do not read it.
  'tracestate',
].join(', ');
const exposedHeaders = [
  visitorHeader,
  requestIdHeader,
  traceparentHeader,
  'retry-after',
  'ratelimit',
  'ratelimit-policy',
  'server-timing',
  'content-disposition',
  streamHeader[0],
].join(', ');

/**
 * Lets pages of the listed origins in, and refuses the others here as well as in the browser: CORS alone stops a page
 * from reading a reply, not from spending the owner's money. Without an `Origin` there is no page to protect from.
 */
export function origins(allowed: readonly string[]): MiddlewareHandler<AppEnv> {
  return async function origins(c, next) {
    // On every reply: a cache must not serve what was allowed for one origin to another (Fetch, section 3.3.6).
    c.header('Vary', 'Origin');
    const origin = c.req.header('origin');
    if (origin === undefined) return next();
    if (origin !== new URL(c.req.url).origin && !allowed.includes(origin))
      throw new AppError('forbidden_origin');
    c.header('access-control-allow-origin', origin);
    c.header('access-control-expose-headers', exposedHeaders);
    c.header('timing-allow-origin', origin);
    const isPreflight =
      c.req.method === 'OPTIONS' && c.req.header('access-control-request-method') !== undefined;
    if (!isPreflight) return next();
    c.header('access-control-allow-methods', allowedMethods);
    c.header('access-control-allow-headers', allowedHeaders);
    c.header('access-control-max-age', String(preflightSeconds));
    return c.body(null, 204);
  };
}
