import * as v from 'valibot';
import { ConfigError } from './env.ts';
import { AppError } from './errors.ts';
import type { BurstLimiter, BurstLimiters } from './ports/burst-limiter.ts';

/** What the platform gives the worker besides variables, behind our own words for it. */
export interface Bindings {
  readonly bursts: BurstLimiters;
}

/** An object of the platform: there is nothing to look at but that it is there. */
const RateLimitBinding = v.custom<RateLimit>((value) => typeof value === 'object' && value !== null);

const RateLimitBindings = v.object({ BURST_LIMITER: RateLimitBinding, READ_LIMITER: RateLimitBinding });

/**
 * Takes the bindings of the worker that are not variables.
 * @throws ConfigError that names the one that is missing
 */
export function parseBindings(env: object): Bindings {
  const result = v.safeParse(RateLimitBindings, env);
  if (!result.success) throw new ConfigError(`${v.getDotPath(result.issues[0]) ?? 'env'} is missing`);
  const { BURST_LIMITER, READ_LIMITER } = result.output;
  return { bursts: { writes: createBurstLimiter(BURST_LIMITER), reads: createBurstLimiter(READ_LIMITER) } };
}

/** Limit and period stand with the binding, in wrangler.toml. */
function createBurstLimiter(binding: RateLimit): BurstLimiter {
  return {
    async allows(key) {
      try {
        return (await binding.limit({ key })).success;
      } catch (cause) {
        throw new AppError('service_unavailable', { cause });
      }
    },
  };
}
