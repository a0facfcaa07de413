import { atom } from 'nanostores';
import { createCutter } from './link.ts';
import type { PageLife } from './page-life.ts';

/**
 * Whether the element is in its page. One that was taken out reads nothing: what is being read is cut, and read again when the
 * element is put back.
 */
export interface Presence {
  /** The element was taken out of the page. */
  pause: () => void;
  /** It is back, or was never away. */
  resume: () => void;
  /**
   * Calls back when the element is taken out or put back.
   * @returns ends it
   */
  onChange: (listener: (isAway: boolean) => void) => () => void;
  /** Resolves when the element is there, or when the signal is aborted. */
  whenThere: (signal?: AbortSignal) => Promise<void>;
  /**
   * Makes a request that is aborted while the element is away, and made again when it is back; also when the page was away, and
   * its connection may be dead. It fails as the request does.
   */
  read: <Reply>(
    request: (signal: AbortSignal) => Promise<Reply>,
    signal: AbortSignal | undefined,
  ) => Promise<Reply>;
}

/** An element that is there. */
export function createPresence(page: PageLife): Presence {
  const $isAway = atom(false);

  async function whenThere(signal?: AbortSignal): Promise<void> {
    if (!$isAway.get() || signal?.aborted) return;
    await new Promise<void>((resolve) => {
      const end = (): void => {
        unbind();
        signal?.removeEventListener('abort', end);
        resolve();
      };
      const unbind = $isAway.listen(end);
      signal?.addEventListener('abort', end);
    });
  }

  async function read<Reply>(
    request: (signal: AbortSignal) => Promise<Reply>,
    signal: AbortSignal | undefined,
  ): Promise<Reply> {
    for (;;) {
      await whenThere(signal);
      signal?.throwIfAborted();
      const cutter = createCutter(signal, (cut) => [
        $isAway.listen(cut),
        page.onWake(({ mayBeCut }) => {
          if (mayBeCut) cut();
        }),
      ]);
      try {
        return await request(cutter.signal);
      } catch (error) {
        if (!cutter.isCut()) throw error;
      } finally {
        cutter.unbind();
      }
    }
  }

  return {
    pause: () => {
      $isAway.set(true);
    },
    resume: () => {
      $isAway.set(false);
    },
    onChange: (listener) => $isAway.listen(listener),
    whenThere,
    read,
  };
}
