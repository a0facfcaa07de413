import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Calls back when the page has nothing better to do; Safari has no such hour and takes the next task. Returns the way out. */
export const whenIdle: (callback: () => void) => () => void =
  'requestIdleCallback' in globalThis
    ? (callback) => {
        const handle = requestIdleCallback(callback, { timeout: 200 });
        return () => {
          cancelIdleCallback(handle);
        };
      }
    : (callback) => {
        const handle = setTimeout(callback);
        return () => {
          clearTimeout(handle);
        };
      };

/** No part is begun in a slice after this long: with the last one it should stay a task of less than 50 ms. */
const sliceMs = 16;

/**
 * Shows the newest parts of something long at once and the older ones in idle slices, so that opening a conversation of
 * a thousand messages never blocks the page, and yet all of it ends up in the document: find-in-page works.
 */
export class IdleMountController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #atOnce: number;
  readonly #step: number;
  #hidden = 0;
  #subject: unknown;
  #cancel: (() => void) | undefined;

  /**
   * @param atOnce how many parts are worth showing with the first paint
   * @param step how many come together after that
   */
  constructor(host: ReactiveControllerHost, atOnce: number, step: number) {
    this.#host = host;
    this.#atOnce = atOnce;
    this.#step = step;
    host.addController(this);
  }

  /**
   * How many of the oldest parts to leave out of this render; the next idle slice renders again with more of them.
   * @param subject what the parts belong to: another one begins anew
   * @param parts how many there are; what is added at the end later is shown at once
   */
  hiddenParts(subject: unknown, parts: number): number {
    if (this.#subject !== subject) {
      this.#subject = subject;
      this.#hidden = Math.max(0, parts - this.#atOnce);
    }
    this.#schedule();
    return this.#hidden;
  }

  hostConnected(): void {
    // An idle slice that was due when the host was taken out of the page is asked for again by this render.
    this.#host.requestUpdate();
  }

  hostDisconnected(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  #schedule(): void {
    if (this.#hidden > 0) this.#cancel ??= whenIdle(() => void this.#mountSlice());
  }

  async #mountSlice(): Promise<void> {
    const endsAt = performance.now() + sliceMs;
    // A host renders in a microtask: what is waited for here is done before this task ends.
    while (this.#cancel && this.#hidden > 0 && performance.now() < endsAt) {
      this.#hidden = Math.max(0, this.#hidden - this.#step);
      this.#host.requestUpdate();
      await this.#host.updateComplete;
    }
    // Taken out of the page meanwhile, it is asked for again when it is back.
    if (!this.#cancel) return;
    this.#cancel = undefined;
    this.#schedule();
  }
}
