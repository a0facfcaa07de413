import type { Handler } from 'hono';
import { SessionCodeRequest, type SessionCodeReply } from '../../protocol/session-hand-off.ts';
import type { Config } from '../env.ts';
import type { AppEnv } from '../middleware/app-env.ts';
import type { KeyedHash } from '../ports/keyed-hash.ts';
import type { SessionCodes } from '../ports/session-codes.ts';
import type { SessionSeal } from '../ports/session-seal.ts';
import { offerSession } from '../services/session-hand-off.ts';
import { parseInput } from './parse-input.ts';

interface SessionCodeDeps {
  readonly config: Pick<Config, 'allowedOrigins'>;
  readonly seal: SessionSeal;
  readonly sessionCodes: SessionCodes;
  readonly hash: KeyedHash;
}

/**
 * `POST /api/session/code`: a register page leaves the session of whoever has just signed in, and is told where to send them.
 * The access token is that of this very request, so that nobody leaves what they don't have.
 */
export function postSessionCode(deps: SessionCodeDeps): Handler<AppEnv> {
  return async (c) => {
    const { refreshToken, expiresAt, ...to } = parseInput(SessionCodeRequest, c.get('json'));
    const { accessToken } = c.get('user');
    const offer = { session: { accessToken, refreshToken, expiresAt }, ...to };
    const origins = [new URL(c.req.url).origin, ...deps.config.allowedOrigins];
    const leave = () => offerSession(deps, offer, origins);
    const reply: SessionCodeReply = { redirectTo: await c.get('timings').measure('db', leave) };
    return c.json(reply);
  };
}
