/** Waits for words to pass by. */
export interface Traps {
  /** Resolves when something with these words in it has passed, or after ten seconds in which nothing has. */
  set(words: string): Promise<void>;
  /**
   * Something passes: what was set for its words springs.
   * @returns whether there was such a trap
   */
  spring(passing: string | Buffer): boolean;
}

const trapMs = 10_000;

/** Creates {@link Traps}, none of them set. */
export function createTraps(): Traps {
  const traps = new Map<() => void, string>();
  return {
    set: (words) =>
      new Promise((resolve) => {
        const spring = () => {
          clearTimeout(timer);
          traps.delete(spring);
          resolve();
        };
        const timer = setTimeout(spring, trapMs);
        traps.set(spring, words);
      }),
    spring(passing) {
      const sprung = [...traps].filter(([, words]) => passing.includes(words));
      for (const [spring] of sprung) spring();
      return sprung.length > 0;
    },
  };
}
