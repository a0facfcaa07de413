import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { ReadableAtom } from 'nanostores';

/**
 * Renders its host when one of the stores changes, at most once an animation frame: a stream may bring hundreds of
 * deltas a second, a screen shows sixty. While the page is hidden nothing is rendered; the first frame catches up.
 */
export class FrameController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #stores: readonly ReadableAtom<unknown>[];
  #unbinds: readonly (() => void)[] = [];
  #frame = 0;

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
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.#host.requestUpdate();
    });
  }
}
