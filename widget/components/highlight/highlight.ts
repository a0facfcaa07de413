import core from '@highlightjs/cdn-assets/es/core.min.js';
import { html } from 'lit';
import { whenIdle } from '../../controllers/idle-mount-controller.ts';
import { type CodePiece, CodeTree } from './code-tree.ts';
import { highlightStyles } from './highlight.styles.ts';
import type { HighlightedCode } from './highlighted-code.ts';
import { loadGrammar } from './load-grammar.ts';

/** The classes there are, by what grammars call things (highlightjs.readthedocs.io, CSS classes). Others get no colour. */
const classes: Readonly<Record<string, string>> = {
  keyword: 'keyword', built_in: 'keyword', literal: 'keyword', 'selector-tag': 'keyword', name: 'keyword', doctag: 'keyword',
  string: 'string', regexp: 'string', char: 'string', link: 'string', code: 'string', addition: 'addition', deletion: 'deletion',
  number: 'number', symbol: 'number', bullet: 'number',
  comment: 'comment', quote: 'comment', meta: 'comment', prompt: 'comment',
  title: 'title', section: 'title', 'selector-class': 'title', 'selector-id': 'title',
  type: 'type', class: 'type', attr: 'attribute', attribute: 'attribute', property: 'attribute', variable: 'attribute',
  'template-variable': 'attribute', 'selector-attr': 'attribute', 'selector-pseudo': 'attribute',
}; // prettier-ignore

/** One for all: grammars are learned once. Its own copy, because a page may have taught the common one other things. */
const highlighter = core.newInstance();
highlighter.configure({ __emitter: CodeTree });

function renderPiece(piece: CodePiece): unknown {
  if (typeof piece === 'string') return piece;
  const [scope = ''] = piece.scope.split('.');
  const content = piece.pieces.map(renderPiece);
  return Object.hasOwn(classes, scope)
    ? html`<span class="code-${classes[scope]}">${content}</span>`
    : content;
}

/** Where the colours are, in a root whose styles do not have them yet. */
function addStyles(root: Node): void {
  const { styleSheet } = highlightStyles;
  if (!(root instanceof ShadowRoot) || !styleSheet || root.adoptedStyleSheets.includes(styleSheet)) return;
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, styleSheet];
}

/** Resolves when the page has time, and nobody is selecting the text that is about to be replaced. */
async function whenFree(element: Element): Promise<void> {
  for (;;) {
    await new Promise<void>((resolve) => {
      whenIdle(resolve);
    });
    if (!isSelected(element.getRootNode())) return;
    await new Promise((resolve) => {
      document.addEventListener('selectionchange', resolve, { once: true });
    });
  }
}

/** Whether something is selected in here; a browser that does not look into shadow roots says it of the whole page. */
function isSelected(root: Node): boolean {
  const selection = document.getSelection();
  if (!selection) return false;
  if (!(root instanceof ShadowRoot) || !('getComposedRanges' in selection)) return !selection.isCollapsed;
  const ranges = selection.getComposedRanges({ shadowRoots: [root] });
  return ranges.some(({ collapsed, startContainer }) => !collapsed && root.contains(startContainer));
}

/**
 * The code in colour, as templates: made of the tree that the grammar finds, never of markup.
 * @throws Error when its language can't be loaded
 */
export async function highlight(element: HighlightedCode): Promise<unknown> {
  const { code } = element;
  const language = await loadGrammar(highlighter, element.language);
  await whenFree(element);
  // The first use of a grammar compiles it, which takes as long as the code: a slice of its own.
  highlighter.highlight('', { language, ignoreIllegals: true });
  await whenFree(element);
  const { _emitter: tree, errorRaised } = highlighter.highlight(code, { language, ignoreIllegals: true });
  // What a grammar has failed on is half a tree.
  if (errorRaised || !(tree instanceof CodeTree)) return code;
  addStyles(element.getRootNode());
  return tree.pieces.map(renderPiece);
}
