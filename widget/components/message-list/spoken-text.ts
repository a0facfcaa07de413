/** Where one thing ends and another begins, though no white space in the document says so. */
const borders = 'p, li, h3, h4, h5, h6, blockquote, pre, tr, div, br, hr';
const cells = 'th, td';

function* pieces(root: Node): Generator<string> {
  for (const node of root.childNodes) {
    if (node instanceof Text) yield node.data;
    if (!(node instanceof Element) || node.matches('.visually-hidden')) continue;
    const border = node.matches(borders) ? '\n' : '';
    yield border;
    yield* pieces(node);
    yield node.matches(cells) ? ', ' : border;
  }
}

/** The words of an answer as they are read aloud: its blocks, items and rows in lines of their own, cells with a comma. */
export function spokenText(root: Element): string {
  return [...pieces(root)]
    .join('')
    .replaceAll(/(?:, )?\s*\n\s*/g, '\n')
    .trim();
}
