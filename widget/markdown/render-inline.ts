import { html, nothing } from 'lit';
import type { Tokens } from 'marked';
import { decodeReferences } from './decode-references.ts';
import { type MarkdownToken, ownTokens } from './lex-markdown.ts';
import { hiddenTarget } from './link-target.ts';
import type { MarkdownOptions } from './markdown-options.ts';
import { safeUrl } from './safe-url.ts';

/** Tokens within a line → templates. */
export function renderInline(tokens: readonly Tokens.Generic[], options: MarkdownOptions): unknown[] {
  return ownTokens(tokens).map((token) => renderToken(token, options));
}

function renderToken(token: MarkdownToken, options: MarkdownOptions): unknown {
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
    case 'math':
      return html`<code class=${token.isDisplay ? 'math math--display' : 'math'} part="math"
        >${token.raw.trim()}</code
      >`;
    case 'checkbox':
      return html`<input class="checkbox" type="checkbox" disabled ?checked=${token.checked} />`;
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
  return anchor(href, withTarget(text, plainText([token]), href), options);
}

/** An image would be fetched from an address that the answer chose: that alone can tell it what stands in the chat. */
function renderImage(token: Tokens.Image, options: MarkdownOptions): unknown {
  const href = safeUrl(decodeReferences(token.href));
  if (href === null) return token.raw;
  const alt = decodeReferences(token.text);
  const label = (options.imageLabel?.(alt) ?? alt) || href;
  return anchor(href, withTarget(label, label, href), options, 'image-link');
}

/** The whole address is its title. What is said of the new tab stands in brackets: it is none of the link's own words. */
function anchor(href: string, content: unknown, { newTabLabel }: MarkdownOptions, name = 'link'): unknown {
  return html`<a
    class=${name}
    part="link"
    href=${href}
    title=${href}
    target="_blank"
    rel="noopener noreferrer nofollow"
    >${content}${newTabLabel ? html`<span class="visually-hidden"> (${newTabLabel})</span>` : nothing}</a
  >`;
}

/** The words of a link may be an address of their own: then the real one stands behind them, and neither can turn the other. */
function withTarget(content: unknown, words: string, href: string): unknown {
  const target = hiddenTarget(words, href);
  return target === null
    ? content
    : html`<bdi>${content}</bdi><span class="link-target"> (<bdi dir="ltr">${target}</bdi>)</span>`;
}

/** What a reader sees of these tokens. */
function plainText(tokens: readonly Tokens.Generic[]): string {
  return ownTokens(tokens)
    .map((token) => {
      if ('tokens' in token) return plainText(token.tokens);
      return decodeReferences('text' in token ? token.text : token.raw);
    })
    .join('');
}
