import type { ReactiveController, ReactiveControllerHost } from 'lit';

const tabbable = ':is(a[href], button, input, select, textarea, [tabindex]):not([tabindex="-1"])';

/** Children as they are laid out: what a shadow root shows, and in its slots what was put there. */
function laidOut(element: Element): Iterable<Element> {
  if (element.shadowRoot) return element.shadowRoot.children;
  return element instanceof HTMLSlotElement ? element.assignedElements({ flatten: true }) : element.children;
}

/** What the Tab key stops at, in its order. */
function* tabStops(element: Element): Generator<HTMLElement> {
  if (element instanceof HTMLElement && element.inert) return;
  if (element instanceof HTMLElement && element.matches(tabbable) && element.getClientRects().length > 0)
    yield element;
  for (const child of laidOut(element)) yield* tabStops(child);
}

/**
 * Keeps the Tab key inside a floating panel that fills a small screen: what lies behind can't be seen, so it must not have
 * the focus (WCAG 2.2, 2.4.11).
 */
export class SheetController implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #isSheet: () => boolean;

  /** @param isSheet whether it fills the screen now */
  constructor(host: ReactiveControllerHost & HTMLElement, isSheet: () => boolean) {
    this.#host = host;
    this.#isSheet = isSheet;
    host.addController(this);
  }

  hostConnected(): void {
    this.#host.addEventListener('keydown', this.#handleKeydown);
  }

  hostDisconnected(): void {
    this.#host.removeEventListener('keydown', this.#handleKeydown);
  }

  readonly #handleKeydown = (event: KeyboardEvent): void => {
    if (event.key !== 'Tab' || !this.#isSheet()) return;
    const stops = [...tabStops(this.#host)];
    const [from, to] = event.shiftKey ? [stops[0], stops.at(-1)] : [stops.at(-1), stops[0]];
    if (event.composedPath()[0] !== from) return;
    event.preventDefault();
    to?.focus();
  };
}
