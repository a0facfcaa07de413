import { whenIdle } from '../../controllers/idle-mount-controller.ts';
import type { MessageList } from './message-list.ts';

/**
 * Which messages of a list can be seen, by their places in it. Lit keeps an element for a place: what is true of a place stays so
 * when another version of its message is shown there.
 */
export class MessagesInView {
  readonly #list: MessageList;
  readonly #observer: IntersectionObserver;
  readonly #seen = new Set<Element>();
  /** How many messages each group had when they were last looked for. */
  #counts = new WeakMap<Element, number>();
  #first = Infinity;
  #last = -Infinity;
  #used = -1;
  #cancel: (() => void) | undefined;

  /** @param list one that has rendered; it renders again when what can be seen changes */
  constructor(list: MessageList) {
    this.#list = list;
    this.#observer = new IntersectionObserver((entries) => {
      this.#note(entries);
    });
    list.addController({
      hostDisconnected: () => {
        this.#observer.disconnect();
        this.#cancel?.();
        this.#counts = new WeakMap();
      },
    });
    list.renderRoot.addEventListener('focusin', (event) => {
      this.#use(event.target);
    });
  }

  /** Watches the messages that are new in the document. */
  observe(): void {
    // Children, where a selector would be looked for among all that is in them; what is no message has no place.
    for (const group of this.#list.renderRoot.querySelector('.content')?.children ?? []) {
      if (this.#counts.get(group) === group.childElementCount) continue;
      this.#counts.set(group, group.childElementCount);
      for (const child of group.children) this.#observer.observe(child);
    }
  }

  /** Whether the message at this place has its row. */
  hasRow(index: number): boolean {
    return index === this.#used || (index >= this.#first - 1 && index <= this.#last + 1);
  }

  /** Names the rows among these places; empty when there are none. */
  rowsWithin(from: number, to: number): string {
    const first = Math.max(from, this.#first - 1);
    const last = Math.min(to, this.#last + 1);
    const used = this.#used >= from && this.#used <= to ? String(this.#used) : '';
    return first <= last ? [first, last, used].join() : used;
  }

  #note(entries: readonly IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) this.#seen.add(target);
      else this.#seen.delete(target);
    }
    const places = [...this.#seen].map((article) => this.#placeOf(article)).filter((place) => place >= 0);
    const [first, last] = [Math.min(...places), Math.max(...places)];
    if (first === this.#first && last === this.#last) return;
    [this.#first, this.#last] = [first, last];
    // The words are there already; what can be done with them may come when they are on screen.
    this.#cancel?.();
    this.#cancel = whenIdle(() => {
      this.#list.requestUpdate();
    });
  }

  /** The row that was used last stays until another one is: what is written or open in it would be lost with it. */
  #use(target: EventTarget | null): void {
    const article = target instanceof Element ? target.closest('article') : null;
    if (article) this.#used = this.#placeOf(article);
  }

  #placeOf(article: Element): number {
    return this.#list.messages.findIndex(({ id }) => id === article.getAttribute('data-id'));
  }
}
