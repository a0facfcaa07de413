/** Numbers that look random and are the same again for the same seed. */
export interface Random {
  /** At least 0, less than 1. */
  next(): number;
  /** At least `low`, less than `high`. */
  between(low: number, high: number): number;
  /** A whole one, at least 0, less than `count`. */
  below(count: number): number;
  isOnceIn(times: number): boolean;
  pick<const T>(choices: readonly [T, ...T[]]): T;
}

/**
 * A generator after Tommy Ettinger's mulberry32: 32 bits of state, plenty to plan a test run.
 * @param seed a whole number below 2 ** 32
 */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (count: number) => Math.floor(next() * count);
  return {
    next,
    below,
    between: (low, high) => low + next() * (high - low),
    isOnceIn: (times) => next() * times < 1,
    pick: (choices) => choices[below(choices.length)] ?? choices[0],
  };
}
