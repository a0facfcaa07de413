/**
 * Gives an attempt so many milliseconds.
 * @param attempt ends, one way or the other, when its signal aborts
 */
export async function within<T>(limitMs: number, attempt: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const timer = setTimeout(() => {
    controller.abort();
  }, limitMs);
  try {
    return await attempt(controller.signal);
  } finally {
    clearTimeout(timer);
  }
}
