import { AppError } from '../errors.ts';
import type { Pause } from './pause.ts';

/** At most this long before the second and before the third attempt, in milliseconds. */
const jitterMs = [500, 1_000] as const;

/** A vendor who asks us to wait longer than this is not waited for, in seconds. */
const retryAfterSecondsMax = 10;

interface RetryDeps {
  readonly pause: Pause;
  /** From 0 up to 1. */
  readonly random?: () => number;
}

/**
 * Asks up to three times while the failure is one that passes. Between attempts it waits as long as the vendor asked for
 * and then somewhere between nothing and a second (full jitter), so that many who failed together do not come back together.
 * @param signal ends a wait at once; nothing is asked once it has aborted
 * @throws what the last attempt threw
 */
export async function retryTransient<T>(
  ask: () => Promise<T>,
  signal: AbortSignal,
  { pause, random = Math.random }: RetryDeps,
): Promise<T> {
  for (const upToMs of jitterMs) {
    try {
      return await ask();
    } catch (error) {
      const afterSeconds = worthWaiting(error);
      if (afterSeconds === null) throw error;
      await pause(afterSeconds * 1_000 + random() * upToMs, signal);
      if (signal.aborted) throw error;
    }
  }
  return ask();
}

/** The seconds to wait at least, or null when trying again can't help soon. */
function worthWaiting(error: unknown): number | null {
  if (!(error instanceof AppError) || !error.isTransient) return null;
  const seconds = error.retryAfterSeconds ?? 0;
  return seconds <= retryAfterSecondsMax ? seconds : null;
}
