import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { ReadableAtom } from 'nanostores';

/** Two frames of a common screen, less what they may come early: an answer is sent at that pace, too. */
const paceMs = 24;

/**
 * Renders its host when one of the stores changes: in the next animation frame, but for one that comes right after another
 * that was rendered. A stream may bring hundreds of deltas a second, and nobody reads sixty; a slow machine has no time for
 * them. While the page is hidden nothing is rendered; the first frame catches up.
 */
export class FrameController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #stores: readonly ReadableAtom<unknown>[];
  #unbinds: readonly (() => void)[] = [];
  #frame = 0;
  #renderedAt = -Infinity;

  constructor(host: ReactiveControllerHost, stores: readonly ReadableAtom<unknown>[]) {
    this.#host = host;
    this.#stores = stores;
    host.addController(this);
  }

  hostConnected(): void {
    this.#unbinds = this.#stores.map((store) =>
      store.listen(() => {
        this.#schedule();
      }),
    );
    // What changed while nobody listened.
    this.#host.requestUpdate();
  }

  hostDisconnected(): void {
    for (const unbind of this.#unbinds) unbind();
    this.#unbinds = [];
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
  }

  #schedule(): void {
    this.#frame ||= requestAnimationFrame(this.#render);
  }

  readonly #render = (now: number): void => {
    this.#frame = 0;
    if (now - this.#renderedAt < paceMs) {
      this.#schedule();
      return;
    }
    this.#renderedAt = now;
    this.#host.requestUpdate();
  };
}
