import type { Context, MiddlewareHandler } from 'hono';
import { visitorHeader } from '../../protocol/paths.ts';
import type { AppEnv } from './app-env.ts';
import { AppError } from '../errors.ts';
import { ipBucket } from '../identity/ip-bucket.ts';
import type { KeyedHash } from '../ports/keyed-hash.ts';
import type { Caller } from '../ports/caller.ts';
import type { TokenVerifier } from '../ports/token-verifier.ts';
import type { VisitorTokens } from '../ports/visitor-tokens.ts';

interface IdentifyDeps {
  readonly tokens: TokenVerifier;
  readonly visitors: VisitorTokens;
  readonly hash: KeyedHash;
}

/**
 * Finds out who calls. Whoever sends an access token is that user or is refused: a bad token never becomes a
 * visitor, since a user whose session has expired would then write into an anonymous chat without knowing it.
 */
export function identify(deps: IdentifyDeps): MiddlewareHandler<AppEnv> {
  return async function identify(c, next) {
    const authorization = c.req.header('authorization');
    c.set(
      'caller',
      authorization === undefined ? await findVisitor(c, deps) : await findUser(authorization, deps),
    );
    await next();
  };
}

async function findUser(authorization: string, { tokens }: IdentifyDeps): Promise<Caller> {
  const accessToken = /^Bearer +([^\s]+)$/i.exec(authorization)?.[1];
  if (accessToken === undefined) throw new AppError('invalid_token');
  return { kind: 'user', userId: await tokens.verifyUser(accessToken), accessToken };
}

/** A token that is missing, forged or of another deployment is replaced by a fresh one in the reply. */
async function findVisitor(c: Context<AppEnv>, { visitors, hash }: IdentifyDeps): Promise<Caller> {
  const token = c.req.header(visitorHeader);
  const ipHash = await hashAddress(c.req.header('cf-connecting-ip'), hash);
  const known = token === undefined ? null : await visitors.verify(token);
  if (known !== null) return { kind: 'visitor', visitorId: known, ipHash };
  const fresh = await visitors.mint();
  c.header(visitorHeader, fresh.token);
  return { kind: 'visitor', visitorId: fresh.visitorId, ipHash };
}

/** Only the header that Cloudflare sets itself: every other one that names an address can be sent by anybody. */
async function hashAddress(address: string | undefined, hash: KeyedHash): Promise<string | null> {
  const bucket = address === undefined ? null : ipBucket(address);
  return bucket === null ? null : hash(`ip:${bucket}`);
}
