import type { MiddlewareHandler } from 'hono';
import type { AppEnv } from './app-env.ts';
import { AppError } from '../errors.ts';
import { addressHeader, hashAddress } from '../identity/hash-address.ts';
import type { BurstLimiters } from '../ports/burst-limiter.ts';
import type { Caller } from '../ports/caller.ts';
import type { KeyedHash } from '../ports/keyed-hash.ts';

/** The period of both bindings in wrangler.toml, in seconds: after it everything is allowed again. */
const periodSeconds = 60;

interface LimitBurstDeps {
  readonly bursts: BurstLimiters;
  readonly hash: KeyedHash;
}

/**
 * Slows down whoever writes, or reads, much more often than a person does, before the database is asked anything. It counts
 * by address, since accounts and visitor tokens can be made in any number.
 */
export function limitBurst(
  { bursts, hash }: LimitBurstDeps,
  which: keyof BurstLimiters,
): MiddlewareHandler<AppEnv> {
  return async function limitBurst(c, next) {
    const key = await bucketOf(c.get('caller'), c.req.header(addressHeader), hash);
    if (!(await bursts[which].allows(key)))
      throw new AppError('rate_limited', { retryAfterSeconds: periodSeconds });
    await next();
  };
}

/**
 * Where the address is unknown, the caller: a user has a limit a day anyway, and a visitor is refused for it later. Where
 * nobody has asked who calls either, all of them together.
 */
async function bucketOf(
  caller: Caller | undefined,
  address: string | undefined,
  hash: KeyedHash,
): Promise<string> {
  if (caller?.kind === 'visitor') return caller.ipHash ?? caller.visitorId;
  return (await hashAddress(address, hash)) ?? caller?.userId ?? 'unknown';
}
