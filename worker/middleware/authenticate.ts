import type { MiddlewareHandler } from 'hono';
import type { AppEnv } from './app-env.ts';
import { AppError } from '../errors.ts';
import type { User } from '../ports/caller.ts';
import type { TokenVerifier } from '../ports/token-verifier.ts';

/**
 * Checks the access token of every request that has one, on every route: whoever sends one is that user or is
 * refused. A bad token never becomes a visitor, since a user whose session has expired would then write into an anonymous
 * chat without knowing it. Only the header counts, never the address: that one stands in logs and histories (RFC 6750,
 * section 5.3).
 */
export function authenticate(tokens: TokenVerifier): MiddlewareHandler<AppEnv> {
  return async function authenticate(c, next) {
    const authorization = c.req.header('authorization');
    const verified =
      authorization === undefined
        ? null
        : await c.get('timings').measure('auth', () => findUser(authorization, tokens));
    c.set('authenticated', verified);
    await next();
  };
}

/** Two headers of this name arrive as one with a comma in it, which no token has. */
async function findUser(authorization: string, tokens: TokenVerifier): Promise<User> {
  const accessToken = /^Bearer +([\w.~+/=-]+)$/i.exec(authorization)?.[1];
  if (accessToken === undefined) throw new AppError('invalid_token');
  return { kind: 'user', userId: await tokens.verifyUser(accessToken), accessToken };
}
