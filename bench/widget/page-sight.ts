/** What can be seen in a page, through all shadow roots. */
export interface PageSight {
  has(selector: string): boolean;
  count(selector: string): number;
  /** Whether an element has a place on screen and is not disabled. */
  isUsable(selector: string): boolean;
  /** The middle of an element that is usable. */
  middle(selector: string): { x: number; y: number };
  /** Looks only near one end of the page: whoever reads all of a long one again and again measures that. */
  isSaid(words: string, end: 'first' | 'last'): boolean;
}

declare global {
  interface Window {
    benchSight: PageSight;
  }
}

/** Runs in the page, before anything of it, so it uses nothing from outside itself. */
export function installSight(): void {
  function* elements(root: ParentNode = document): Generator<Element> {
    for (const element of root.querySelectorAll('*')) {
      yield element;
      if (element.shadowRoot) yield* elements(element.shadowRoot);
    }
  }

  function isOnScreen(element: Element): boolean {
    const { width, height } = element.getBoundingClientRect();
    return width > 1 && height > 1 && getComputedStyle(element).visibility !== 'hidden';
  }

  const usable = (selector: string) =>
    elements().find((element) => element.matches(`${selector}:not(:disabled)`) && isOnScreen(element));

  /** The texts of the page, in order or from its end on. */
  function* texts(root: Node, isFromEnd: boolean): Generator<string> {
    if (root instanceof HTMLStyleElement || root instanceof HTMLScriptElement) return;
    if (root instanceof Text) yield root.data;
    const shadow = root instanceof Element && root.shadowRoot ? [root.shadowRoot] : [];
    const inside = [...shadow, ...root.childNodes];
    for (const node of isFromEnd ? inside.reverse() : inside) yield* texts(node, isFromEnd);
  }

  window.benchSight = {
    has: (selector) => elements().some((element) => element.matches(selector)),
    count: (selector) => [...elements()].filter((element) => element.matches(selector)).length,
    isUsable: (selector) => usable(selector) !== undefined,
    middle(selector) {
      const box = usable(selector)?.getBoundingClientRect();
      if (!box) throw new Error(`There is no ${selector} to click.`);
      return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    },
    isSaid(words, end) {
      const near = [...texts(document.body, end === 'last').take(300)];
      return (end === 'last' ? near.reverse() : near).join('').includes(words);
    },
  };
}
