import { css } from 'lit';

/** The Markdown in a message. Its elements and class names are those of `markdown/README.md`. */
export const markdownStyles = css`
  /* Reading text: a little more air between paragraphs than between lines, and more above what begins anew. */
  :where(.markdown) :where(p, ul, ol, blockquote, hr, pre, .heading) {
    margin: 0;
  }

  .markdown > * + *,
  .markdown :is(blockquote, li) > * + * {
    margin-block-start: 12px;
  }

  .markdown > * + .heading {
    margin-block-start: 20px;
  }

  .markdown > .heading + * {
    margin-block-start: 6px;
  }

  .markdown .heading {
    font-size: 15px;
    line-height: 22px;
    font-weight: var(--_bold);
    text-wrap: balance;
  }

  .markdown :is(.heading--1, .heading--2) {
    font-size: 17px;
    line-height: 24px;
    letter-spacing: -0.01em;
  }

  .markdown strong {
    font-weight: var(--_bold);
  }

  .markdown :is(ul, ol) {
    padding-inline-start: 22px;
  }

  .markdown li + li,
  .markdown li > :is(ul, ol) {
    margin-block-start: 4px;
  }

  .markdown li::marker {
    color: var(--_text-muted);
    font-variant-numeric: tabular-nums;
  }

  .markdown .task {
    list-style: none;
  }

  .markdown .checkbox {
    appearance: none;
    inline-size: 14px;
    block-size: 14px;
    margin: 0;
    margin-inline: -20px 6px;
    border: 1.5px solid var(--_text-muted);
    border-radius: 4px;
    vertical-align: -2px;
  }

  .markdown .checkbox:checked {
    border-color: var(--_accent);
    background: var(--_accent);
  }

  .markdown .checkbox:checked::after {
    display: block;
    inline-size: 4px;
    block-size: 8px;
    margin: 0 auto;
    border: solid var(--_on-accent);
    border-width: 0 1.5px 1.5px 0;
    rotate: 40deg;
    content: '';
  }

  .markdown a {
    color: var(--_link);
    text-decoration: underline;
    text-decoration-thickness: 1px;
    text-decoration-color: color-mix(in oklab, currentColor 40%, transparent);
    text-underline-offset: 3px;
    unicode-bidi: isolate;
  }

  .markdown a:hover {
    text-decoration-color: currentColor;
  }

  .markdown blockquote {
    padding-inline-start: 14px;
    border-inline-start: 2px solid var(--_line-strong);
    color: var(--_text-muted);
  }

  .markdown hr {
    block-size: 1px;
    border: 0;
    background: var(--_line);
  }

  /* Code is read from left to right in any language. */
  .markdown :is(code, pre) {
    direction: ltr;
    unicode-bidi: isolate;
  }

  .markdown code {
    padding: 2px 5px;
    border-radius: 5px;
    background: var(--_hover);
    font: var(--_font-size-code) / 20px var(--_font-code);
  }

  .markdown :is(.math--display, .math > code) {
    display: block;
    inline-size: fit-content;
    margin-inline: auto;
    background: none;
    white-space: pre-wrap;
  }

  .markdown div.math {
    padding-block: 4px;
    overflow-x: auto;
    scrollbar-width: thin;
  }

  .markdown .link-target {
    color: var(--_text-muted);
    font-size: var(--_font-size-small);
  }

  .markdown .code {
    border-radius: var(--_radius-card);
    background: var(--_code);
    color: var(--_code-text);
    box-shadow: inset 0 0 0 1px var(--_line);
  }

  .code__head {
    display: flex;
    align-items: center;
    justify-content: space-between;
    min-block-size: 36px;
    padding-inline: 14px 4px;
    color: var(--_text-muted);
    font-size: var(--_font-size-small);
    line-height: 18px;
  }

  .markdown pre {
    padding: 0 14px 14px;
    overflow-x: auto;
    scrollbar-width: thin;
    text-align: left;
    tab-size: 2;
    font: var(--_font-size-code) / 20px var(--_font-code);
  }

  .markdown pre code {
    padding: 0;
    background: none;
    white-space: pre;
    overflow-wrap: normal;
  }

  .markdown .table {
    border-radius: var(--_radius-card);
    box-shadow: inset 0 0 0 1px var(--_line);
    overflow-x: auto;
    scrollbar-width: thin;
  }

  .markdown table {
    min-inline-size: 100%;
    border-spacing: 0;
    font-size: 14px;
    line-height: 20px;
    font-variant-numeric: tabular-nums;
    overflow-wrap: normal;
  }

  .markdown :is(th, td) {
    min-inline-size: 56px;
    max-inline-size: 260px;
    padding: 8px 12px;
    text-align: start;
    vertical-align: top;
  }

  .markdown th {
    color: var(--_text-muted);
    font-size: var(--_font-size-small);
    font-weight: var(--_medium);
    white-space: nowrap;
  }

  .markdown td {
    border-block-start: 1px solid var(--_line);
  }

  .markdown .align-center {
    text-align: center;
  }

  .markdown .align-right {
    text-align: end;
  }

  /* The caret stands where the next word will: at the end of the last paragraph, item, or line of code. */
  .streaming > :is(p, .heading):last-child::after,
  .streaming > .code:last-child code::after,
  .streaming > :is(ul, ol):last-child > li:last-child > p:last-child::after,
  .streaming > :is(ul, ol):last-child > li:last-child:not(:has(> :is(p, ul, ol)))::after,
  .streaming
    > :is(ul, ol):last-child
    > li:last-child
    > :is(ul, ol):last-child
    > li:last-child:not(:has(> :is(p, ul, ol)))::after {
    display: var(--_caret, inline-block);
    inline-size: 9px;
    block-size: 9px;
    margin-inline-start: 6px;
    border-radius: 50%;
    background: var(--_text-muted);
    animation: breathe 1.2s ease-in-out infinite alternate;
    content: '';
  }
`;
