import { html, nothing, type TemplateResult } from 'lit';
import type { Tokens } from 'marked';
import { decodeReferences } from './decode-references.ts';
import { type MarkdownToken, ownTokens } from './lex-markdown.ts';
import type { MarkdownOptions } from './markdown-options.ts';
import { renderInline } from './render-inline.ts';

/** One block of an answer → a template. @param level of a heading, see `MarkdownBlock` */
export function renderBlock(token: MarkdownToken, options: MarkdownOptions, level?: number): unknown {
  switch (token.type) {
    case 'paragraph':
      return html`<p>${renderInline(token.tokens, options)}</p>`;
    case 'heading':
      return renderHeading(token, options, level);
    case 'list':
      return renderList(token, options);
    case 'code':
      return renderCode(token, options);
    case 'table':
      return renderTable(token, options);
    case 'blockquote':
      return html`<blockquote>${renderChildren(token.tokens, options)}</blockquote>`;
    case 'hr':
      return html`<hr />`;
    case 'math':
      // Wider than its place it scrolls, and what scrolls can be focused and has a name.
      return html`<div
        class="math"
        part="math"
        tabindex="0"
        role="group"
        aria-label=${options.mathLabel ?? 'Formula'}
      >
        <code>${token.raw.trim()}</code>
      </div>`;
    case 'html':
      return html`<p class="source">${token.text.trim()}</p>`;
    case 'space':
    case 'def':
      return nothing;
    // The lexer makes paragraphs of these, except at the bottom of what may be nested.
    case 'br':
    case 'checkbox':
    case 'codespan':
    case 'del':
    case 'em':
    case 'escape':
    case 'image':
    case 'link':
    case 'list_item':
    case 'strong':
    case 'text':
      return html`<p>${renderInline([token], options)}</p>`;
  }
}

function renderChildren(tokens: readonly Tokens.Generic[], options: MarkdownOptions): unknown[] {
  return ownTokens(tokens).map((token) => renderBlock(token, options));
}

/** It looks as deep as it is written, and is as deep as what stands above it allows: no level is left out. */
function renderHeading(
  { depth, tokens }: Tokens.Heading,
  options: MarkdownOptions,
  level = depth + 2,
): TemplateResult {
  const content = renderInline(tokens, options);
  const name = `heading heading--${String(depth)}`;
  if (level === 3) return html`<h3 class=${name}>${content}</h3>`;
  if (level === 4) return html`<h4 class=${name}>${content}</h4>`;
  if (level === 5) return html`<h5 class=${name}>${content}</h5>`;
  return html`<h6 class=${name}>${content}</h6>`;
}

function renderList(list: Tokens.List, options: MarkdownOptions): TemplateResult {
  const items = list.items.map((item) => renderItem(item, options));
  return list.ordered
    ? html`<ol start=${list.start}>
        ${items}
      </ol>`
    : html`<ul>
        ${items}
      </ul>`;
}

function renderItem({ tokens, task }: Tokens.ListItem, options: MarkdownOptions): TemplateResult {
  const [checkbox, ...rest] = ownTokens(tokens);
  // A tight item's box stands before its text, a loose one's in its first paragraph: either way its words are its name.
  if (checkbox?.type === 'checkbox' && rest[0]) {
    const label = html`<label>${renderInline([checkbox, rest[0]], options)}</label>`;
    return html`<li class="task">
      ${[label, ...rest.slice(1).map((token) => renderInItem(token, options))]}
    </li>`;
  }
  const content = ownTokens(tokens).map((token) =>
    task && token === checkbox && token.type === 'paragraph'
      ? html`<p><label>${renderInline(token.tokens, options)}</label></p>`
      : renderInItem(token, options),
  );
  return html`<li class=${task ? 'task' : nothing}>${content}</li>`;
}

/** The text of a tight item stands in it without a paragraph around. */
function renderInItem(token: MarkdownToken, options: MarkdownOptions): unknown {
  return token.type === 'text' || token.type === 'checkbox'
    ? renderInline([token], options)
    : renderBlock(token, options);
}

/** Whether the fence that ends a block has come: then the block does not change any more. */
const isClosed = (raw: string): boolean =>
  /^ {0,3}(`{3,}|~{3,})(?![`~]).*\n(?:[^]*\n)? {0,3}\1[`~]*\s*$/.test(raw);

function renderCode({ text, raw, lang = '' }: Tokens.Code, options: MarkdownOptions): TemplateResult {
  const [language = ''] = decodeReferences(lang).trim().split(/\s/);
  const { codeLabel = 'Code', codeActions, codeContent } = options;
  return html`<div class="code" part="code">
    <div class="code__head" part="code__head">
      <span class="code__language">${language}</span>${codeActions?.(text, language) ?? nothing}
    </div>
    <pre
      tabindex="0"
      role="group"
      aria-label=${codeLabel}
    ><code>${isClosed(raw) ? (codeContent?.(text, language) ?? text) : text}</code></pre>
  </div>`;
}

function renderTable({ header, rows }: Tokens.Table, options: MarkdownOptions): TemplateResult {
  const { tableLabel = 'Table' } = options;
  const nameOf = ({ align }: Tokens.TableCell) => (align === null ? nothing : `align-${align}`);
  return html`<div class="table" part="table" tabindex="0" role="group" aria-label=${tableLabel}>
    <table>
      <thead>
        <tr>
          ${header.map((cell) => html`<th scope="col" class=${nameOf(cell)}>${renderInline(cell.tokens, options)}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              ${row.map((cell) => html`<td class=${nameOf(cell)}>${renderInline(cell.tokens, options)}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
