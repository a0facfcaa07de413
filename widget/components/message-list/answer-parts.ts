/*
 * What the list needs for its first message and not before: Markdown, how it looks, the button in a block of code, and what
 * can be done with a message. One file, so that it becomes one chunk.
 */
export {
  createMarkdown,
  createStreamingMarkdown,
  renderBlocks,
  warmUp,
} from '../../markdown/render-markdown.ts';
export type { MarkdownOptions, StreamingMarkdown } from '../../markdown/render-markdown.ts';
export { CopyButton } from '../copy-button/copy-button.ts';
export { EditForm } from '../edit-form/edit-form.ts';
export { HighlightedCode } from '../highlight/highlighted-code.ts';
export { isKnownLanguage } from '../highlight/known-language.ts';
export { MessageActions } from '../message-actions/message-actions.ts';
export { markdownStyles } from '../message/markdown.styles.ts';
export { messageExtrasStyles } from './message-extras.styles.ts';
export { MessageExtras } from './message-extras.ts';
export { spokenText } from './spoken-text.ts';
