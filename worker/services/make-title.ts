/** Graphemes: what a reader counts as characters. An emoji of a family is one. */
const titleLengthMax = 60;

/** Code points, which the database counts. A reader's character can be made of any number of them. */
const codePointsMax = 120;

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * A title for a chat from its first message: the first line that has words, without Markdown, cut at a word.
 * @returns at most 60 graphemes and 120 code points, an ellipsis included; null when nothing readable is left
 */
export function makeTitle(message: string): string | null {
  const line = firstLine(message);
  return line === undefined ? null : shorten(line);
}

/**
 * The title in a model's reply: as {@link makeTitle}, and without the quotation marks and the full stop that models like
 * to add.
 */
export function readTitle(reply: string): string | null {
  const line = firstLine(reply);
  return line === undefined ? null : shorten(stripQuotes(line));
}

function firstLine(text: string): string | undefined {
  return text
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map(stripMarkdown)
    .find((line) => /[\p{L}\p{N}\p{S}\p{Emoji}]/u.test(line));
}

function stripQuotes(title: string): string {
  const bare = stripFullStop(title);
  // Only marks around the whole: those inside it belong to the words.
  const [, inner = bare] = /^(?:["“”„«»「『《])([^"“”„«»「」『』《》]+)(?:["“”«»」』》])$/u.exec(bare) ?? [];
  return stripFullStop(inner).trim();
}

function stripFullStop(title: string): string {
  return title.replace(/(?<![.…])[.。]$/u, '');
}

function stripMarkdown(line: string): string {
  return line
    .replace(/^\s*(```|~~~).*$/, '')
    .replace(/^\s*(>+\s*|#{1,6}\s+|[-*+]\s+|\d{1,3}[.)]\s+)+/, '')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/(\*\*|__|~~|`+)(.+?)\1/g, '$2')
    .replace(/(^|\s)([*_])(\S(?:.*?\S)?)\2(?=\s|[.,;:!?]|$)/g, '$1$3')
    .replace(/\p{C}+/gu, keepJoiners)
    .replace(/\s+/g, ' ')
    .trim();
}

/** Control characters don't belong in a title, but zero-width joiners hold emoji and some scripts together. */
function keepJoiners(controls: string): string {
  return controls.replace(/[^\u200c\u200d]/gu, ' ');
}

function shorten(text: string): string | null {
  // Longer than any title, and short enough that segmenting an 8,000-character line costs nothing.
  const parts = Array.from(graphemes.segment(text.slice(0, 2_000)), ({ segment }) => segment);
  if (text.length <= 2_000 && leading(parts, titleLengthMax, codePointsMax) === parts.length) return text;
  const fitting = leading(parts, titleLengthMax - 1, codePointsMax - 1);
  const lastSpace = parts.lastIndexOf(' ', fitting);
  // Scripts without spaces, and one very long word, are cut where they are.
  const end = lastSpace < fitting / 2 ? fitting : lastSpace;
  return end === 0 ? null : `${parts.slice(0, end).join('').trimEnd()}…`;
}

/** How many graphemes from the first on stay within both bounds. */
function leading(parts: readonly string[], lengthMax: number, pointsMax: number): number {
  let points = 0;
  const tooMany = parts.findIndex((part, index) => {
    points += Array.from(part).length;
    return index >= lengthMax || points > pointsMax;
  });
  return tooMany === -1 ? parts.length : tooMany;
}
