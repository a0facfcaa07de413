import type { MiddlewareHandler } from 'hono';
import type { AppEnv } from './app-env.ts';

/** Keeps replies that belong to one person out of every cache. */
export function noStore(): MiddlewareHandler<AppEnv> {
  return async function noStore(c, next) {
    c.header('cache-control', 'no-store');
    await next();
  };
}
