const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const encoder = new TextEncoder();

/** The beginning of a text, at most so many bytes of UTF-8, and never through what a reader sees as one character. */
export function cutText(text: string, bytesMax: number): string {
  let bytes = 0;
  for (const { segment, index } of graphemes.segment(text)) {
    bytes += encoder.encode(segment).length;
    if (bytes > bytesMax) return text.slice(0, index);
  }
  return text;
}
