import type { ReactiveController, ReactiveControllerHost } from 'lit';

const tabbable = 'a[href], button, select, textarea, [tabindex="0"]';

/** Children as they are laid out: what a shadow root shows, and in its slots what was put there. */
function laidOut(element: Element): Iterable<Element> {
  if (element.shadowRoot) return element.shadowRoot.children;
  return element instanceof HTMLSlotElement ? element.assignedElements({ flatten: true }) : element.children;
}

/** What the Tab key stops at, in its order. */
function* tabStops(element: Element): Generator<HTMLElement> {
  if (element instanceof HTMLElement && element.matches(tabbable) && element.getClientRects().length > 0)
    yield element;
  for (const child of laidOut(element)) yield* tabStops(child);
}

/**
 * Tells whether a floating panel fills a small screen, and then keeps the Tab key inside: what lies behind can't be seen, so
 * it must not have the focus (WCAG 2.2, 2.4.11).
 */
export class SheetController implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #screen: MediaQueryList;

  /** @param query where the panel fills the screen, as its style sheet has it */
  constructor(host: ReactiveControllerHost & HTMLElement, query: string) {
    this.#host = host;
    this.#screen = matchMedia(query);
    host.addController(this);
  }

  /** Whether the screen is that small. */
  get isSheet(): boolean {
    return this.#screen.matches;
  }

  hostConnected(): void {
    this.#screen.addEventListener('change', this.#handleChange);
  }

  hostDisconnected(): void {
    this.#screen.removeEventListener('change', this.#handleChange);
  }

  /** To be called with every key that is pressed in the panel while it floats. */
  handleKeydown(event: KeyboardEvent): void {
    if (event.key !== 'Tab' || !this.isSheet) return;
    const stops = [...tabStops(this.#host)];
    const [from, to] = event.shiftKey ? [stops[0], stops.at(-1)] : [stops.at(-1), stops[0]];
    if (event.composedPath()[0] !== from) return;
    event.preventDefault();
    to?.focus();
  }

  readonly #handleChange = (): void => {
    this.#host.requestUpdate();
  };
}
