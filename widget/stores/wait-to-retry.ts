import type { PageLife } from './page-life.ts';

/** How long a browser is believed that says it is offline, in milliseconds. It may be wrong. */
const offlineMaxMs = 30_000;

/**
 * Waits before another try: as long as told, and longer while the browser says that it is offline; no longer when somebody
 * looks at the page again or it is back online.
 * @returns whether it was such a wake that ended it
 * @throws the signal's reason
 */
export async function waitToRetry(delayMs: number, page: PageLife, signal: AbortSignal): Promise<boolean> {
  signal.throwIfAborted();
  const isWoken = await new Promise<boolean>((resolve) => {
    const end = (isWoken: boolean): void => {
      clearTimeout(timer);
      unbind();
      signal.removeEventListener('abort', leave);
      resolve(isWoken);
    };
    const leave = (): void => {
      end(false);
    };
    const timer = setTimeout(leave, page.isOnline() ? delayMs : offlineMaxMs);
    const unbind = page.onWake(({ mayBeCut }) => {
      if (mayBeCut && page.isOnline()) end(true);
    });
    signal.addEventListener('abort', leave);
  });
  signal.throwIfAborted();
  return isWoken;
}
