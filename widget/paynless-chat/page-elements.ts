/** Every chat that stands in this page, in whatever shadow root. They come and go by themselves. */
export const pageElements = new Set<Element>();
