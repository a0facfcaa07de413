/** What measures time inside a page, in milliseconds since the navigation where nothing else is said. */
export interface PageProbe {
  /** Resolves when the element can be used, and the other one, if any, is in the page. */
  whenUsable(selector: string, other?: string): Promise<number>;
  /** Resolves when the words are among the first or the last of the page. */
  whenSaid(words: string, end: 'first' | 'last'): Promise<number>;
  /** Counts from the next click on until the element can be used. */
  awaitClick(selector: string): void;
  /** Resolves to how long it took from that click on. */
  sinceClick(): Promise<number>;
  /** Counts frames from now on. @returns now */
  startFrames(): number;
  /** Frames that a screen of 60 Hz would have shown since then and did not get, of all, in percent. */
  stopFrames(): number;
}

declare global {
  interface Window {
    benchProbe: PageProbe;
  }
}

/** Runs in the page, after `installSight`, so it uses nothing else from outside itself. */
export function installProbe(): void {
  const frameMs = 1000 / 60;
  const sight = window.benchSight;
  let frames: number[] = [];
  let isCounting = false;
  let opening = Promise.resolve(Number.NaN);

  /** @param everyMs how often to look; 0 is once a frame */
  function until(isSo: () => boolean, everyMs: number): Promise<number> {
    const { promise, resolve } = Promise.withResolvers<number>();
    const look = (): void => {
      // What is there in this frame is on screen with the next.
      if (isSo()) requestAnimationFrame(resolve);
      else if (everyMs > 0) setTimeout(look, everyMs);
      else requestAnimationFrame(look);
    };
    look();
    return promise.then(() => performance.now());
  }

  function countFrames(last: number): void {
    requestAnimationFrame((now) => {
      if (!isCounting) return;
      frames.push(now - last);
      countFrames(now);
    });
  }

  window.benchProbe = {
    whenUsable: (selector, other) =>
      until(() => sight.isUsable(selector) && (other === undefined || sight.has(other)), 0),
    whenSaid: (words, end) => until(() => sight.isSaid(words, end), 25),
    awaitClick(selector) {
      opening = new Promise((resolve) => {
        const start = ({ timeStamp }: Event): void => {
          void until(() => sight.isUsable(selector), 0).then((at) => {
            resolve(at - timeStamp);
          });
        };
        window.addEventListener('click', start, { capture: true, once: true });
      });
    },
    sinceClick: () => opening,
    startFrames() {
      frames = [];
      isCounting = true;
      requestAnimationFrame(countFrames);
      return performance.now();
    },
    stopFrames() {
      isCounting = false;
      const dropped = frames.reduce((sum, ms) => sum + Math.max(0, Math.round(ms / frameMs) - 1), 0);
      return (100 * dropped) / Math.max(1, frames.length + dropped);
    },
  };
}
