/*
 * What the list needs for its first answer and not before: Markdown, how it looks, and the button in a block of code.
 * One file, so that it becomes one chunk.
 */
export { createStreamingMarkdown, renderBlocks, renderMarkdown } from '../../markdown/render-markdown.ts';
export type { MarkdownOptions, StreamingMarkdown } from '../../markdown/render-markdown.ts';
export { CopyButton } from '../copy-button/copy-button.ts';
export { markdownStyles } from '../message/markdown.styles.ts';
