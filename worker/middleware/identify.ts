import type { Context, MiddlewareHandler } from 'hono';
import { visitorHeader } from '../../protocol/paths.ts';
import type { AppEnv } from './app-env.ts';
import { addressHeader, hashAddress } from '../identity/hash-address.ts';
import type { Visitor } from '../ports/caller.ts';
import type { KeyedHash } from '../ports/keyed-hash.ts';
import type { VisitorTokens } from '../ports/visitor-tokens.ts';

interface IdentifyDeps {
  readonly visitors: VisitorTokens;
  readonly hash: KeyedHash;
}

/** Finds out who calls: the user whose token came along, else a visitor. */
export function identify(deps: IdentifyDeps): MiddlewareHandler<AppEnv> {
  return async function identify(c, next) {
    const user = c.get('authenticated');
    c.set('caller', user ?? (await c.get('timings').measure('auth', () => findVisitor(c, deps))));
    await next();
  };
}

/** A token that is missing, forged or of another deployment is replaced by a fresh one in the reply. */
async function findVisitor(c: Context<AppEnv>, { visitors, hash }: IdentifyDeps): Promise<Visitor> {
  const token = c.req.header(visitorHeader);
  const ipHash = await hashAddress(c.req.header(addressHeader), hash);
  const known = token === undefined ? null : await visitors.verify(token);
  if (known !== null) return { kind: 'visitor', visitorId: known, ipHash };
  const fresh = await visitors.mint();
  c.header(visitorHeader, fresh.token);
  return { kind: 'visitor', visitorId: fresh.visitorId, ipHash };
}
