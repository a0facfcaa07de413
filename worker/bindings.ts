import * as v from 'valibot';
import { ConfigError } from './env.ts';
import { AppError } from './errors.ts';
import type { BurstLimiter, BurstLimiters } from './ports/burst-limiter.ts';
import type { RunningAnswers } from './ports/running-answers.ts';
import type { AnswerObject } from './turns/answer-object.ts';
import { createDurableAnswers } from './turns/durable-answers.ts';

/** What the platform gives the worker besides variables, behind our own words for it. */
export interface Bindings {
  readonly bursts: BurstLimiters;
  /** Each in an object of its own. */
  readonly answers: RunningAnswers;
}

/** An object of the platform: there is nothing to look at but that it is there. */
const isBound = (value: unknown) => typeof value === 'object' && value !== null;

const PlatformBindings = v.object({
  BURST_LIMITER: v.custom<RateLimit>(isBound),
  READ_LIMITER: v.custom<RateLimit>(isBound),
  RUNNING_ANSWERS: v.custom<DurableObjectNamespace<AnswerObject>>(isBound),
});

/**
 * Takes the bindings of the worker that are not variables.
 * @throws ConfigError that names the one that is missing
 */
export function parseBindings(env: object): Bindings {
  const result = v.safeParse(PlatformBindings, env);
  if (!result.success) throw new ConfigError(`${v.getDotPath(result.issues[0]) ?? 'env'} is missing`);
  const { BURST_LIMITER, READ_LIMITER, RUNNING_ANSWERS } = result.output;
  return {
    bursts: { writes: createBurstLimiter(BURST_LIMITER), reads: createBurstLimiter(READ_LIMITER) },
    answers: createDurableAnswers(RUNNING_ANSWERS),
  };
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
