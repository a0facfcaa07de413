import { expect } from 'vitest';

/** Expects what comes in its own time, on a busy machine too. */
export function eventually(read: () => unknown): ReturnType<typeof expect.poll> {
  return expect.poll(read, { timeout: 15_000 });
}
