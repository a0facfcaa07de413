/** Graphemes: what a reader counts as characters. An emoji of a family is one. */
const titleLengthMax = 60;

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * A title for a chat from its first message: the first line that has words, without Markdown, cut at a word.
 * @returns at most 60 graphemes, an ellipsis included; null when nothing readable is left
 */
export function makeTitle(message: string): string | null {
  const line = message
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map(stripMarkdown)
    .find((text) => /[\p{L}\p{N}\p{S}\p{Emoji}]/u.test(text));
  return line === undefined ? null : shorten(line);
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

function shorten(text: string): string {
  // Long enough for 60 graphemes of any script, and short enough that segmenting an 8,000-character line costs nothing.
  const parts = Array.from(graphemes.segment(text.slice(0, 2_000)), ({ segment }) => segment);
  if (parts.length <= titleLengthMax) return text.length <= 2_000 ? text : `${parts.join('')}…`;
  const kept = parts.slice(0, titleLengthMax - 1);
  const lastSpace = kept.lastIndexOf(' ');
  // Scripts without spaces, and one very long word, are cut where they are.
  const end = parts[titleLengthMax - 1] === ' ' || lastSpace < titleLengthMax / 2 ? kept.length : lastSpace;
  return `${kept.slice(0, end).join('').trimEnd()}…`;
}
