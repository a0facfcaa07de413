import { lexMarkdown, type MarkdownToken, normalizeLineEnds } from './lex-markdown.ts';

/**
 * How many blocks at the end stay open: the last may still grow, and a first letter after it may turn out to go on with
 * the one before ("1. one", a blank line, "2" is a list and a paragraph until the dot makes it a list of two).
 */
const openBlocks = 2;

/** One block of an answer. The same object means the same content: it need not be rendered again. */
export interface MarkdownBlock {
  /** Its place in the answer, which it keeps. */
  readonly key: number;
  readonly token: MarkdownToken;
  /** Of the newest heading up to here, in HTML's numbers: what is written two levels deeper stands only one deeper. */
  readonly level: number;
}

/** A growing text as blocks. */
export interface StreamingMarkdown {
  /** @param text all of the text so far; one that does not go on from the last begins anew */
  push(text: string): readonly MarkdownBlock[];
  /** The blocks of the whole text, the same as if it had never been streamed. */
  finish(text: string): readonly MarkdownBlock[];
}

const isVisible = ({ type }: MarkdownToken) => type !== 'space' && type !== 'def';

/** Content is compared, not source: a definition at the end can make links of brackets far above. */
const isSame = (one: MarkdownToken, other: MarkdownToken) => JSON.stringify(one) === JSON.stringify(other);

/** The level of what the headings of an answer stand below: two for the page and the chat. */
const levelAbove = 2;

function levelAfter(token: MarkdownToken, before: number): number {
  return token.type === 'heading' ? Math.min(token.depth + levelAbove, before + 1) : before;
}

/** The blocks of one answer. Only its open end is read again with every word. */
export function createStreamingMarkdown(): StreamingMarkdown {
  let blocks: readonly MarkdownBlock[] = [];
  let frozen: readonly MarkdownBlock[] = [];
  let frozenText = '';

  /** New tokens as blocks from `start` on; a block that has not changed is kept. */
  function toBlocks(start: number, tokens: readonly MarkdownToken[], isKept: typeof isSame): MarkdownBlock[] {
    let level = frozen[start - 1]?.level ?? levelAbove;
    return tokens.filter(isVisible).map((token, index) => {
      const key = start + index;
      const before = blocks[key];
      level = levelAfter(token, level);
      return before?.level === level && isKept(before.token, token) ? before : { key, token, level };
    });
  }

  /** Freezes what lies before the open blocks, and returns how much of the tail that is. */
  function closedLength(tail: string, tokens: readonly MarkdownToken[]): number {
    const open = tokens.filter(isVisible).at(-openBlocks);
    let length = 0;
    for (const token of tokens) {
      if (token === open) return length;
      // Where the lexer's pieces do not add up to the text, nothing is frozen: the next word reads all of it again.
      if (!tail.startsWith(token.raw, length)) return 0;
      length += token.raw.length;
    }
    return 0;
  }

  function push(text: string): readonly MarkdownBlock[] {
    const source = normalizeLineEnds(text);
    if (!source.startsWith(frozenText)) [frozen, frozenText] = [[], ''];
    const tail = source.slice(frozenText.length);
    const tokens = lexMarkdown(tail);
    const closed = closedLength(tail, tokens);
    blocks = [...frozen, ...toBlocks(frozen.length, tokens, (one, other) => one.raw === other.raw)];
    if (closed > 0) {
      frozen = blocks.slice(0, -openBlocks);
      frozenText += tail.slice(0, closed);
    }
    return blocks;
  }

  function finish(text: string): readonly MarkdownBlock[] {
    const source = normalizeLineEnds(text);
    blocks = toBlocks(0, lexMarkdown(source), isSame);
    [frozen, frozenText] = [[], ''];
    return blocks;
  }

  return { push, finish };
}
