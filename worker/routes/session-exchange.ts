import type { Handler } from 'hono';
import { SessionExchangeRequest, type SessionExchangeReply } from '../../protocol/session-hand-off.ts';
import type { AppEnv } from '../middleware/app-env.ts';
import type { KeyedHash } from '../ports/keyed-hash.ts';
import type { SessionCodes } from '../ports/session-codes.ts';
import type { SessionSeal } from '../ports/session-seal.ts';
import { exchangeSession } from '../services/session-hand-off.ts';
import { parseInput } from './parse-input.ts';

interface SessionExchangeDeps {
  readonly seal: SessionSeal;
  readonly sessionCodes: SessionCodes;
  readonly hash: KeyedHash;
}

/**
 * `POST /api/session/exchange`: a widget takes the session that its page came back with a code for. The page is known by the
 * origin that its browser says it has; a request without one comes from no other page, and counts as from our own.
 */
export function postSessionExchange(deps: SessionExchangeDeps): Handler<AppEnv> {
  return async (c) => {
    const request = parseInput(SessionExchangeRequest, c.get('json'));
    const origin = c.req.header('origin') ?? new URL(c.req.url).origin;
    const exchange = () => exchangeSession(deps, { ...request, origin });
    const reply: SessionExchangeReply = { session: await c.get('timings').measure('db', exchange) };
    return c.json(reply);
  };
}
