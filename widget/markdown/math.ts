import type { MarkedOptions } from 'marked';

/** A formula as it was written, with its signs: TeX reads well enough, and a typesetter weighs more than this widget. */
export interface MathToken {
  readonly type: 'math';
  readonly raw: string;
  /** Set apart from the text around it: `$$…$$` or `\[…\]`. */
  readonly isDisplay: boolean;
}

// A formula ends where the next begins, so that thousands which never end are each read once.
const display = String.raw`(?:\$\$(?:[^$\\]|\\[^]){1,4000}?\$\$|\\\[(?:[^\\]|\\[^[\]]){1,4000}?\\\](?!\())`;
const displayBlock = new RegExp(String.raw`^ {0,3}${display}[ \t]*(?:\n|$)`);
const displayInline = new RegExp(`^${display}`);
const inBrackets = /^\\\((?:[^\\]|\\[^()]){1,1000}?\\\)/;

/** A dollar sign that begins a formula touches it, and so does the one that ends it, with no word or number behind. */
const inDollars = /^\$(?!\s)((?:[^$\\\n`]|\\[^\n]){1,300}?)(?<!\s)\$(?![\p{L}\p{N}])/u;

/** Prices and variables of a shell stand between dollar signs too; several words are a formula only with a sign of one. */
const isFormula = (text: string): boolean => !/\s/.test(text) || /[\\^_={}<>+*/|]/.test(text);

/** A formula that stands here; of more than one line, too, but not across an empty one. */
function blockAt(source: string): MathToken | undefined {
  const [raw] = displayBlock.exec(source) ?? [];
  if (raw === undefined || /\n[ \t]*\n./s.test(raw)) return undefined;
  return { type: 'math', raw, isDisplay: true };
}

function inlineAt(source: string): MathToken | undefined {
  const [apart] = displayInline.exec(source) ?? [];
  if (apart !== undefined) return { type: 'math', raw: apart, isDisplay: true };
  const [bracketed] = inBrackets.exec(source) ?? [];
  const [whole, inner = ''] = inDollars.exec(source) ?? [];
  const raw = bracketed ?? (isFormula(inner) ? whole : undefined);
  return raw === undefined ? undefined : { type: 'math', raw, isDisplay: false };
}

/** Where a paragraph ends because a formula stands on lines of its own: every such end costs the lexer a look at all the rest. */
function nextBlock(source: string): number {
  const [paragraph = ''] = source.split('\n\n', 1);
  const place = paragraph.search(/\n(?:\$\$|\\\[)/);
  return blockAt(source.slice(place + 1)) ? place : -1;
}

/** What the lexer needs to find formulas before it finds emphasis and escapes in them. */
export const mathExtensions: NonNullable<MarkedOptions['extensions']> = {
  renderers: {},
  childTokens: {},
  block: [blockAt],
  startBlock: [nextBlock],
  inline: [inlineAt],
  startInline: [(source) => source.indexOf('$')],
};
