import { pause } from './pause.ts';

/** Waits for some work, but no longer than so many milliseconds. How the work ends is nobody's concern here: it never rejects. */
export async function waitAtMost(limitMs: number, work: Promise<unknown>): Promise<void> {
  const done = new AbortController();
  await Promise.race([work.catch(() => undefined), pause(limitMs, done.signal)]);
  done.abort();
}
