/**
 * Registers an element once. A page may load the script twice (two versions, two copies of a snippet): the first
 * one wins and the second is silent, where a bare `customElements.define` would throw and take the page's script with it.
 */
export function define(tag: string, element: CustomElementConstructor): void {
  if (!customElements.get(tag)) customElements.define(tag, element);
}
