import type { Place } from '../stores/resume-chat.ts';

/** An element's name among those of its kind: its id, else its number, below the elements in whose shadow it stands. */
function keyOf(element: Element): string {
  const root = element.getRootNode();
  if (!(root instanceof Document || root instanceof ShadowRoot)) return '0';
  // An id that stands twice in a page is nobody's name.
  const isNamed = element.id !== '' && root.getElementById(element.id) === element;
  const own = isNamed
    ? `#${element.id}`
    : String([...root.querySelectorAll(element.localName)].indexOf(element));
  return root instanceof ShadowRoot ? `${keyOf(root.host)}/${own}` : own;
}

/** The element of the page itself in which this one stands. */
function outermost(element: Element): Element {
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? outermost(root.host) : element;
}

function isBefore(element: Element, other: Element): boolean {
  const [one, two] = [outermost(element), outermost(other)];
  if (one === two) return keyOf(element) < keyOf(other);
  return (one.compareDocumentPosition(two) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
}

/** Where an element stands among the page's chats. */
export function placeOf(element: Element, all: Iterable<Element>): Place {
  const others = [...all].filter((other) => other !== element);
  return {
    key: keyOf(element),
    others: others.map(keyOf),
    isFirst: others.every((other) => isBefore(element, other)),
  };
}
