/** What the place that shows an answer adds to it. */
export interface MarkdownOptions {
  /** The words of the link that stands for an image; its alternative text by default. */
  imageLabel?: (alt: string) => string;
  /** What a link says, unseen, after its words: it leads to another tab. */
  newTabLabel?: string;
  /** The name of a code block for those who don't see that it is one. */
  codeLabel?: string;
  /** The name of a table's frame, which scrolls and can be focused. */
  tableLabel?: string;
  /** The name of a formula's frame, which scrolls and can be focused. */
  mathLabel?: string;
  /**
   * What stands in a code block that has ended, instead of its bare text: the same text, highlighted.
   * @param code the block's text
   * @param language as it was written behind the fence, or empty
   */
  codeContent?: (code: string, language: string) => unknown;
  /**
   * What stands at the head of a code block, at its end: a copy button.
   * @param code the block's text
   * @param language as it was written behind the fence, or empty
   */
  codeActions?: (code: string, language: string) => unknown;
}
