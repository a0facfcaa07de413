/** The first and the longest time between two tries, in milliseconds. */
const delayMs = { first: 250, max: 10_000 };

/** How long to wait before each of several tries. */
export interface Backoff {
  /** @returns milliseconds */
  next: () => number;
  /** Begins anew: something has worked. */
  reset: () => void;
}

/**
 * Times that double, each shortened by up to a half at random: readers who lost their connections together do not all come
 * back together.
 * @param random from 0 to 1
 */
export function createBackoff(random: () => number): Backoff {
  let longest = delayMs.first;
  return {
    next: () => {
      const delay = longest * (1 - random() / 2);
      longest = Math.min(2 * longest, delayMs.max);
      return delay;
    },
    reset: () => {
      longest = delayMs.first;
    },
  };
}
