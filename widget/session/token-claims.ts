import * as v from 'valibot';

const Claims = v.object({ sub: v.optional(v.string()), exp: v.optional(v.number()) });

/** What a JWT says of itself. Nothing is verified here: the worker does, and the widget only asks who to show. */
export type TokenClaims = v.InferOutput<typeof Claims>;

/** @returns the claims, or null for anything that is not a JWT */
export function readTokenClaims(token: string): TokenClaims | null {
  const payload = token.split('.')[1];
  if (payload === undefined) return null;
  try {
    const binary = atob(payload.replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
    const claims = v.safeParse(Claims, JSON.parse(new TextDecoder().decode(bytes)));
    return claims.success ? claims.output : null;
  } catch {
    return null;
  }
}
