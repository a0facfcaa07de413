import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** How near to the end a reader must come back, in CSS pixels, to be taken along again. */
const nearEndPx = 32;

/**
 * Keeps a scroller at its end while its content grows, until the reader scrolls up; reaching the end again resumes.
 *
 * Growth is met in a `ResizeObserver`, after layout and before paint, where moving `scrollTop` costs no extra layout.
 * Where the reader stands is measured when something scrolled: pages hear of that once a frame, before anything is drawn
 * into it, while the layout of the last one still holds (https://drafts.csswg.org/cssom-view/#scrolling-events).
 */
export class FollowController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #observer = new ResizeObserver(() => {
    this.#keepUp();
  });
  #scroller: HTMLElement | undefined;
  #lastTop = 0;
  #lastDistance = 0;
  #isFollowing = true;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  /** False while the reader reads further up. */
  get isFollowing(): boolean {
    return this.#isFollowing;
  }

  /** Starts on these elements; the same ones again are no change. */
  observe(scroller: HTMLElement, content: HTMLElement): void {
    if (this.#scroller === scroller) return;
    this.#scroller = scroller;
    scroller.addEventListener('scroll', this.#handleScroll, { passive: true });
    // Browsers forget where something was scrolled to that is moved in its page.
    if (!this.#isFollowing) scroller.scrollTop = this.#lastTop;
    this.#observer.observe(scroller);
    this.#observer.observe(content);
  }

  /** Goes to the newest text and stays with it. */
  follow(): void {
    this.#setFollowing(true);
    this.#keepUp();
  }

  /** Stays where the reader has just been led: the page hears of that only with the next frame, after what grew in this one. */
  stay(): void {
    this.#handleScroll();
  }

  hostDisconnected(): void {
    this.#observer.disconnect();
    this.#scroller?.removeEventListener('scroll', this.#handleScroll);
    this.#scroller = undefined;
  }

  #keepUp(): void {
    if (!this.#isFollowing || !this.#scroller) return;
    // Beyond the end is the end: no need to read how far it is.
    this.#scroller.scrollTop = Number.MAX_SAFE_INTEGER;
    this.#lastTop = this.#scroller.scrollTop;
    this.#lastDistance = 0;
  }

  #setFollowing(isFollowing: boolean): void {
    if (this.#isFollowing === isFollowing) return;
    this.#isFollowing = isFollowing;
    this.#host.requestUpdate();
  }

  readonly #handleScroll = (): void => {
    if (this.#scroller) this.#measure(this.#scroller);
  };

  #measure({ scrollTop, scrollHeight, clientHeight }: HTMLElement): void {
    const distance = scrollHeight - clientHeight - scrollTop;
    // The first pixel up is a reader who leaves, because a smooth wheel starts that small; content that shrank moves
    // them up too, but leaves them at the end. Only who comes nearer to the end has come back: where something above grows, the
    // browser moves down as much, and the end with it.
    const isNearer = scrollTop > this.#lastTop && distance < this.#lastDistance;
    if (scrollTop < this.#lastTop && distance > 1) this.#setFollowing(false);
    else if (distance <= 1 || (isNearer && distance <= nearEndPx)) this.#setFollowing(true);
    this.#lastTop = scrollTop;
    this.#lastDistance = distance;
  }
}
