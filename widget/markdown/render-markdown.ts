import { render } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { plainBlock } from './lex-markdown.ts';
import type { MarkdownOptions } from './markdown-options.ts';
import { renderBlock } from './render-block.ts';
import { createStreamingMarkdown, type MarkdownBlock } from './streaming-markdown.ts';

export type { MarkdownOptions } from './markdown-options.ts';
export { createStreamingMarkdown, type MarkdownBlock, type StreamingMarkdown } from './streaming-markdown.ts';
export { warmUp } from './warm-up.ts';

/** One block; whatever fails in it, the others and its words stay. */
function renderSafely({ token, level }: MarkdownBlock, options: MarkdownOptions): unknown {
  try {
    return renderBlock(token, options, level);
  } catch {
    return renderBlock(plainBlock(token.raw), options);
  }
}

/**
 * Blocks as templates. A block that is the same object as at the last render is not looked at, so that selected text in
 * it stays selected.
 * @param options the same object at every render; another one renders every block again
 */
export function renderBlocks(blocks: readonly MarkdownBlock[], options: MarkdownOptions = {}): unknown[] {
  return blocks.map((block) => guard([block, options], () => renderSafely(block, options)));
}

/** A whole text as templates. */
export function renderMarkdown(text: string, options: MarkdownOptions = {}): unknown[] {
  return renderBlocks(createStreamingMarkdown().finish(text), options);
}

/**
 * A whole text as nodes that are never updated: without the marks and the memory of templates, which are several times what
 * the nodes take.
 */
export function createMarkdown(text: string, options?: MarkdownOptions): DocumentFragment {
  const rendered = new DocumentFragment();
  render(renderMarkdown(text, options), rendered);
  // Another one: what was rendered into remembers its templates.
  const nodes = new DocumentFragment();
  nodes.append(...rendered.childNodes);
  const marks = document.createTreeWalker(nodes, NodeFilter.SHOW_COMMENT);
  for (let mark = marks.nextNode(); mark !== null;) {
    const next = marks.nextNode();
    mark.parentNode?.removeChild(mark);
    mark = next;
  }
  return nodes;
}
