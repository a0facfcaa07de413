import { html, nothing } from 'lit';
import type { MarkedToken, Tokens } from 'marked';
import { decodeReferences } from './decode-references.ts';
import { ownTokens } from './lex-markdown.ts';
import type { MarkdownOptions } from './markdown-options.ts';
import { safeUrl } from './safe-url.ts';

/** Tokens within a line → templates. */
export function renderInline(tokens: readonly Tokens.Generic[], options: MarkdownOptions): unknown[] {
  return ownTokens(tokens).map((token) => renderToken(token, options));
}

function renderToken(token: MarkedToken, options: MarkdownOptions): unknown {
  switch (token.type) {
    case 'text':
      return token.tokens ? renderInline(token.tokens, options) : decodeReferences(token.text);
    case 'strong':
      return html`<strong>${renderInline(token.tokens, options)}</strong>`;
    case 'em':
      return html`<em>${renderInline(token.tokens, options)}</em>`;
    case 'del':
      return html`<del>${renderInline(token.tokens, options)}</del>`;
    case 'codespan':
      return html`<code>${token.text}</code>`;
    case 'br':
      return html`<br />`;
    case 'escape':
      return token.text;
    case 'link':
      return renderLink(token, options);
    case 'image':
      return renderImage(token, options);
    case 'html':
      // The one tag that answers need, because a table's cell has no other way to break a line.
      return /^<br\s*\/?>$/i.test(token.text) ? html`<br />` : token.text;
    // Blocks do not stand within a line.
    case 'blockquote':
    case 'checkbox':
    case 'code':
    case 'def':
    case 'heading':
    case 'hr':
    case 'list':
    case 'list_item':
    case 'paragraph':
    case 'space':
    case 'table':
      return token.raw;
  }
}

function renderLink(token: Tokens.Link, options: MarkdownOptions): unknown {
  const href = safeUrl(token.autolink ? token.href : decodeReferences(token.href));
  if (href === null) return token.raw;
  const text = token.autolink ? token.text : renderInline(token.tokens, options);
  return html`<a href=${href} target="_blank" rel="noopener noreferrer nofollow"
    >${text}${newTab(options)}</a
  >`;
}

/** An image would be fetched from an address that the answer chose: that alone can tell it what stands in the chat. */
function renderImage(token: Tokens.Image, options: MarkdownOptions): unknown {
  const href = safeUrl(decodeReferences(token.href));
  if (href === null) return token.raw;
  const alt = decodeReferences(token.text);
  const label = (options.imageLabel?.(alt) ?? alt) || href;
  return html`<a class="image-link" href=${href} target="_blank" rel="noopener noreferrer nofollow"
    >${label}${newTab(options)}</a
  >`;
}

/** In brackets, so that it is not taken for the link's own words. */
function newTab({ newTabLabel }: MarkdownOptions): unknown {
  return newTabLabel ? html`<span class="visually-hidden"> (${newTabLabel})</span>` : nothing;
}
