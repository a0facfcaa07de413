/** Whether an element, which may have no size yet, is where it can be seen without scrolling. It lays out the page if that is not done. */
export function isInView(element: Element): boolean {
  const { top, bottom } = element.getBoundingClientRect();
  return top < innerHeight && bottom >= 0;
}
