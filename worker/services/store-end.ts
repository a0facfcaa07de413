import { AppError } from '../errors.ts';
import type { Clock } from '../ports/clock.ts';
import { within } from './within.ts';

/** For one attempt, in milliseconds. A database that hangs must leave time for the next. */
const attemptMs = 4_000;

/** Between two attempts, in milliseconds; it doubles from the first to the last. */
const pauseMs = { first: 250, last: 4_000 };

/** What storing an end takes. */
export interface StoreEndDeps {
  readonly clock: Clock;
  /** For all attempts together, in milliseconds. */
  readonly storeWithinMs: number;
}

/**
 * Stores how something ended that is paid for. While the database can't be reached it tries again.
 * @param store changes nothing when it is called once more; one that does not heed its signal is not waited for any longer
 * @throws AppError when it could not be stored
 */
export async function storeEnd<T>(
  { clock, storeWithinMs }: StoreEndDeps,
  store: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const deadline = clock.now() + storeWithinMs;
  for (let pause = pauseMs.first; ; pause = Math.min(pause * 2, pauseMs.last)) {
    const limitMs = Math.min(attemptMs, deadline - clock.now());
    try {
      return await within(limitMs, (signal) => Promise.race([store(signal), unavailableOnce(signal)]));
    } catch (error) {
      const isAbsent = error instanceof AppError && error.code === 'service_unavailable';
      if (!isAbsent || clock.now() + pause >= deadline) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

function unavailableOnce(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => {
      reject(new AppError('service_unavailable'));
    });
  });
}
