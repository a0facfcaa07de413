/** File systems take 255 bytes; this leaves room for an extension and a number behind it. */
const nameBytesMax = 200;

/** Names that Windows keeps for devices, with any extension. */
const reservedNames = /^(con|prn|aux|nul|com\d|lpt\d)$/i;

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * A `content-disposition` that has a browser save the reply as a file (RFC 6266). The name stands there twice: plain for
 * whoever knows no better, and in UTF-8 (RFC 8187), which wins.
 * @param title any text, of which only what every file system takes is kept
 * @param extension without its dot
 */
export function attachment(title: string | null, extension: string): string {
  const name = toFileName(title ?? '');
  const plain = name.replace(/[^\x20-\x7e]|%/g, '_');
  // Nothing is left of a title in another script but underscores.
  const fallback = /[a-z\d]/i.test(plain) ? plain : 'chat';
  return `attachment; filename="${fallback}.${extension}"; filename*=UTF-8''${encode(`${name}.${extension}`)}`;
}

/** Without separators and wildcards of any file system, without control and formatting characters, not hidden, not long. */
function toFileName(title: string): string {
  const cleaned = title
    .toWellFormed()
    .replace(/[\p{C}\p{Zl}\p{Zp}"*/:<>?\\|]+/gu, ' ')
    .replace(/\s+/g, ' ');
  const name = shorten(cleaned.replace(/^[\s.]+/, '')).replace(/[\s.]+$/, '');
  return name === '' || reservedNames.test(name) ? `chat ${name}`.trim() : name;
}

function shorten(text: string): string {
  const encoder = new TextEncoder();
  let name = '';
  let bytes = 0;
  for (const { segment } of graphemes.segment(text)) {
    bytes += encoder.encode(segment).length;
    if (bytes > nameBytesMax) break;
    name += segment;
  }
  return name;
}

/** `encodeURIComponent` leaves four characters that RFC 8187 wants encoded. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}
