import {
  Lexer,
  type MarkedOptions,
  type MarkedToken,
  type Token,
  type Tokens,
  type TokensList,
} from 'marked';
import { mathExtensions, type MathToken } from './math.ts';

/** What a text is made of. */
export type MarkdownToken = MarkedToken | MathToken;

/** What people write nests a handful deep; what nests deeper is a slip or an attack, and reads better as text. */
const nestingMax = 24;

/**
 * How many signs of emphasis in one paragraph, item or cell may find none that ends them. For each the lexer reads all of the
 * rest, and a model that says the same for ever writes thousands; those beyond are text.
 */
const unendedMax = 100;

/** Every sign in a word makes the lexer read all of the word, looking for an address. Addresses are shorter. */
const endlessWord = /(?<![!-~])[!-~]{2001}/;

/**
 * The lexer calls itself for every quote in a quote and every emphasis in an emphasis, and overflows the stack on a few
 * kilobytes of them. This one takes what lies below the cap as text, and what would make it read the same again and again.
 */
class CappedLexer extends Lexer {
  #depth = 0;
  #unended = 0;

  constructor(options: MarkedOptions) {
    super(options);
    const { tokenizer } = this.options;
    if (!tokenizer) return;
    const emStrong = tokenizer.emStrong.bind(tokenizer);
    const del = tokenizer.del.bind(tokenizer);
    tokenizer.emStrong = (...place) => (this.#unended < unendedMax ? emStrong(...place) : undefined);
    // The last to be asked: a sign that it finds no end for has none.
    tokenizer.del = (source, ...place) => {
      const found = this.#unended < unendedMax ? del(source, ...place) : undefined;
      if (!found && /^[*_~]+\S/.test(source)) this.#unended += 1;
      return found;
    };
  }

  override blockTokens(source: string, tokens?: Token[], lastParagraphClipped?: boolean): Token[];
  override blockTokens(source: string, tokens?: TokensList, lastParagraphClipped?: boolean): TokensList;
  override blockTokens(source: string, tokens: Token[] = [], lastParagraphClipped?: boolean): Token[] {
    return this.#below(source, tokens, () => super.blockTokens(source, tokens, lastParagraphClipped));
  }

  override inlineTokens(source: string, tokens: Token[] = []): Token[] {
    if (this.#depth === 0) this.#unended = 0;
    return this.#below(source, tokens, () => super.inlineTokens(source, tokens), endlessWord.test(source));
  }

  #below(source: string, tokens: Token[], lex: () => Token[], isText = false): Token[] {
    if (isText || this.#depth === nestingMax) {
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

/** A block that is shown as it was written. */
export function plainBlock(raw: string): Tokens.HTML {
  return { type: 'html', raw, text: raw, pre: false, block: true };
}

const deepQuote = /^(?: {0,3}(?:>[ \t]*){25}.*(?:\n|$))+/;

/** Quotes get past the cap where a line without their signs goes on with them. Lines with more signs than that are text. */
function deepQuoteAt(source: string): Tokens.HTML | undefined {
  const lines = deepQuote.exec(source);
  return lines ? plainBlock(lines[0]) : undefined;
}

const extensions = { ...mathExtensions, block: [deepQuoteAt, ...(mathExtensions.block ?? [])] };
const options: MarkedOptions = { gfm: true, extensions };

/**
 * The blocks of a text, including the `space` between them. CommonMark with tables, task lists, strikethrough and bare
 * links, and formulas; see https://github.github.com/gfm. A text that the lexer fails on is one block of plain text.
 * @param text with line ends normalized
 */
export function lexMarkdown(text: string): readonly MarkdownToken[] {
  try {
    return ownTokens(new CappedLexer({ ...options }).lex(text));
  } catch {
    return [plainBlock(text)];
  }
}
