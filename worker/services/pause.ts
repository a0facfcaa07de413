/** Waits. Aborting the signal ends the wait at once; it does not throw, so who waits looks at the signal. */
export type Pause = (ms: number, signal: AbortSignal) => Promise<void>;

/** {@link Pause} by the clock of this machine. */
export const pause: Pause = (ms, signal) =>
  new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);
    if (signal.aborted) end();
  });
