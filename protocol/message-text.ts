/** The longest message, in Unicode code points. */
export const messageCharactersMax = 8_000;

/**
 * True when a person would see something. White space, controls and characters that Unicode calls default-ignorable
 * (zero-width joiners, variation selectors, Hangul fillers …) are nothing by themselves; U+2800 is the empty Braille cell.
 */
export function hasVisibleText(text: string): boolean {
  return /[^\s\p{C}\p{Z}\p{Default_Ignorable_Code_Point}\u2800]/u.test(text);
}

/** Length as a person counts it: code points, so an emoji outside the BMP is one and not two. */
export function countCharacters(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}
