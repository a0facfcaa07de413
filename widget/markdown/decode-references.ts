/** The names that turn up in prose. Others, of the 2,231 there are, stay as they were written. */
const characters: Readonly<Record<string, string>> = {
  amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0', shy: '\u00ad',
  ensp: '\u2002', emsp: '\u2003', thinsp: '\u2009', copy: '©', reg: '®', trade: '™',
  hellip: '…', mdash: '—', ndash: '–', lsquo: '‘', rsquo: '’', ldquo: '“', rdquo: '”',
  laquo: '«', raquo: '»', bull: '•', middot: '·', sect: '§', para: '¶', deg: '°',
  plusmn: '±', times: '×', divide: '÷', minus: '−', ne: '≠', le: '≤', ge: '≥', asymp: '≈',
  infin: '∞', radic: '√', sum: '∑', pi: 'π', micro: 'µ', frac12: '½', frac14: '¼', frac34: '¾',
  sup2: '²', sup3: '³', euro: '€', pound: '£', yen: '¥', cent: '¢', larr: '←', rarr: '→',
  uarr: '↑', darr: '↓', harr: '↔', check: '✓', cross: '✗',
}; // prettier-ignore

const reference = /&(?:#(\d{1,7})|#[xX]([\da-fA-F]{1,6})|([a-zA-Z][\da-zA-Z]{1,30}));/g;

function decodeNumber(code: number): string {
  const isCharacter = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
  return isCharacter ? String.fromCodePoint(code) : '\ufffd';
}

/**
 * Character references as characters: `&amp;` → `&`, `&#8364;` → `€` (CommonMark 0.31, section 2.5). A page would do this
 * by parsing markup, which nothing here may.
 */
export function decodeReferences(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(reference, (whole, decimal?: string, hex?: string, name?: string) => {
    if (decimal !== undefined) return decodeNumber(Number.parseInt(decimal, 10));
    if (hex !== undefined) return decodeNumber(Number.parseInt(hex, 16));
    return name !== undefined && Object.hasOwn(characters, name) ? (characters[name] ?? whole) : whole;
  });
}
