import { html, nothing, type TemplateResult } from 'lit';
import type { MarkedToken, Tokens } from 'marked';
import { decodeReferences } from './decode-references.ts';
import { ownTokens } from './lex-markdown.ts';
import type { MarkdownOptions } from './markdown-options.ts';
import { renderInline } from './render-inline.ts';

/** One block of an answer → a template. */
export function renderBlock(token: MarkedToken, options: MarkdownOptions): unknown {
  switch (token.type) {
    case 'paragraph':
      return html`<p>${renderInline(token.tokens, options)}</p>`;
    case 'heading':
      return renderHeading(token, options);
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

/** Two levels lower than written: the page and its sections have headings of their own. */
function renderHeading({ depth, tokens }: Tokens.Heading, options: MarkdownOptions): TemplateResult {
  const content = renderInline(tokens, options);
  const name = `heading heading--${String(depth)}`;
  if (depth === 1) return html`<h3 class=${name}>${content}</h3>`;
  if (depth === 2) return html`<h4 class=${name}>${content}</h4>`;
  if (depth === 3) return html`<h5 class=${name}>${content}</h5>`;
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
  const content = ownTokens(tokens).map((token) => {
    // The text of a tight item stands in it without a paragraph around.
    if (token.type === 'text') return renderInline([token], options);
    if (token.type === 'checkbox') return html`<span class="checkbox">${token.checked ? '☑' : '☐'}</span> `;
    return renderBlock(token, options);
  });
  return html`<li class=${task ? 'task' : nothing}>${content}</li>`;
}

function renderCode({ text, lang = '' }: Tokens.Code, options: MarkdownOptions): TemplateResult {
  const [language = ''] = decodeReferences(lang).trim().split(/\s/);
  const { codeLabel = 'Code', codeActions } = options;
  return html`<div class="code">
    <div class="code__head">
      <span class="code__language">${language}</span>${codeActions?.(text, language) ?? nothing}
    </div>
    <pre tabindex="0" role="group" aria-label=${codeLabel}><code>${text}</code></pre>
  </div>`;
}

function renderTable({ header, rows }: Tokens.Table, options: MarkdownOptions): TemplateResult {
  const { tableLabel = 'Table' } = options;
  const nameOf = ({ align }: Tokens.TableCell) => (align === null ? nothing : `align-${align}`);
  return html`<div class="table" tabindex="0" role="group" aria-label=${tableLabel}>
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
