import { Lexer, type MarkedOptions, type MarkedToken, type Token, type TokensList } from 'marked';
import { mathExtensions, type MathToken } from './math.ts';

/** What a text is made of. */
export type MarkdownToken = MarkedToken | MathToken;

/** What people write nests a handful deep; what nests deeper is a slip or an attack, and reads better as text. */
const nestingMax = 24;

/**
 * The lexer calls itself for every quote in a quote and every emphasis in an emphasis, and overflows the stack on a few
 * kilobytes of them. This one takes what lies below the cap as text.
 */
class CappedLexer extends Lexer {
  #depth = 0;

  override blockTokens(source: string, tokens?: Token[], lastParagraphClipped?: boolean): Token[];
  override blockTokens(source: string, tokens?: TokensList, lastParagraphClipped?: boolean): TokensList;
  override blockTokens(source: string, tokens: Token[] = [], lastParagraphClipped?: boolean): Token[] {
    return this.#below(source, tokens, () => super.blockTokens(source, tokens, lastParagraphClipped));
  }

  override inlineTokens(source: string, tokens: Token[] = []): Token[] {
    return this.#below(source, tokens, () => super.inlineTokens(source, tokens));
  }

  #below(source: string, tokens: Token[], lex: () => Token[]): Token[] {
    if (this.#depth === nestingMax) {
      tokens.push({ type: 'text', raw: source, text: source });
      return tokens;
    }
    this.#depth += 1;
    try {
      return lex();
    } finally {
      this.#depth -= 1;
    }
  }
}

/** Narrows the lexer's tokens to its own kinds and ours: others exist only where extensions are registered. */
export function ownTokens(tokens: readonly Token[]): readonly MarkdownToken[] {
  return tokens as readonly MarkdownToken[]; // the type of a token from an extension is any string: it can't be narrowed
}

/** Line ends as the lexer counts them, so that the `raw` of its tokens adds up to the text. */
export function normalizeLineEnds(text: string): string {
  return text.replace(/\r\n?/g, '\n');
}

const options: MarkedOptions = { gfm: true, extensions: mathExtensions };

/**
 * The blocks of a text, including the `space` between them. CommonMark with tables, task lists, strikethrough and bare
 * links, and formulas; see https://github.github.com/gfm. A text that the lexer fails on is one block of plain text.
 * @param text with line ends normalized
 */
export function lexMarkdown(text: string): readonly MarkdownToken[] {
  try {
    return ownTokens(new CappedLexer({ ...options }).lex(text));
  } catch {
    return [{ type: 'html', raw: text, text, pre: false, block: true }];
  }
}
