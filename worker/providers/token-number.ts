import * as v from 'valibot';

/** More than any context window holds; what is above it was not counted. */
const tokensMax = 100_000_000;

const Tokens = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(tokensMax));

/** Tokens as a vendor counted them; null for a count that is missing or can't be one. It never fails. */
export const TokensOrNull = v.fallback(v.nullish(Tokens, null), null);

/** Like {@link TokensOrNull}, for a part of the input that is 0 when the vendor does not mention it. */
export const TokensOrNone = v.fallback(v.nullish(Tokens, 0), 0);
