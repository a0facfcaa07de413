const encoder = new TextEncoder();

/**
 * Tokens of a text by its UTF-8 bytes, on the high side, as the database estimates them: about 4 bytes make a token of
 * English, but one Chinese character has 3 bytes and is often a token.
 */
export function estimateTokens(text: string): number {
  return Math.ceil(encoder.encode(text).length / 3);
}
