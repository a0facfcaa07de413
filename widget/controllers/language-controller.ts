import type { ReactiveController, ReactiveControllerHost } from 'lit';

/**
 * An element and all that it inherits a language from, as the HTML Standard has it: its parents and, from a shadow tree,
 * the host. What is put into a slot keeps the language of where it was written.
 * @see https://html.spec.whatwg.org/multipage/dom.html#the-lang-and-xml:lang-attributes
 */
function* lineage(start: Element): Generator<Element> {
  for (let element: Element | null = start; element;) {
    yield element;
    const root = element.getRootNode();
    element = element.parentElement ?? (root instanceof ShadowRoot ? root.host : null);
  }
}

/**
 * Follows the language in force for its host: of the nearest `lang`, its own included. Where the page says none, or that
 * it is unknown (`lang=""`), that of the browser.
 */
export class LanguageController implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #onChange: (language: string) => void;
  #observer: MutationObserver | undefined;
  #language = '';

  /** @param onChange told once the host is in the page, before its first render, and with every change */
  constructor(host: ReactiveControllerHost & HTMLElement, onChange: (language: string) => void) {
    this.#host = host;
    this.#onChange = onChange;
    host.addController(this);
  }

  /** As the page writes it, such as `de-AT`; empty before the host was in the page. */
  get language(): string {
    return this.#language;
  }

  hostConnected(): void {
    this.#observer ??= new MutationObserver(this.#read);
    // Each of them by itself, and not all of the page below: nothing else that changes in it costs anything.
    for (const element of lineage(this.#host)) this.#observer.observe(element, { attributeFilter: ['lang'] });
    this.#read();
  }

  hostDisconnected(): void {
    this.#observer?.disconnect();
  }

  readonly #read = (): void => {
    const said = [...lineage(this.#host)]
      .find((element) => element.hasAttribute('lang'))
      ?.getAttribute('lang');
    const language = said === undefined || said === null || said === '' ? navigator.language : said;
    if (language === this.#language) return;
    this.#language = language;
    this.#onChange(language);
  };
}
