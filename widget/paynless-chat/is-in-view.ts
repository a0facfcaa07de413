/**
 * Whether an element, which may have no size yet, is where it can be seen without scrolling; one that is not displayed has no box.
 * It lays out the page if that is not done.
 */
export function isInView(element: Element): boolean {
  return [...element.getClientRects()].some(({ top, bottom }) => top < innerHeight && bottom >= 0);
}
