import type { MiddlewareHandler } from 'hono';
import type { AppEnv } from './app-env.ts';
import { AppError } from '../errors.ts';

/** Lets only signed-in users pass. Nobody becomes a visitor by asking for what visitors don't have. */
export function requireUser(): MiddlewareHandler<AppEnv> {
  return async function requireUser(c, next) {
    const user = c.get('authenticated');
    if (!user) throw new AppError('unauthenticated');
    c.set('user', user);
    c.set('caller', user);
    await next();
  };
}
