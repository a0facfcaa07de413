import * as v from 'valibot';

/*
 * How a session comes from the register page to a widget on another origin without standing in any address: the page leaves it
 * with the worker and goes back with a code, which the widget that asked for it exchanges (PKCE, RFC 7636). A code is good once,
 * for 60 seconds, on the origin it was made for, and with the verifier of its challenge.
 */

/** 256 bits in base64url without padding: a code, or a challenge, which is the SHA-256 of its verifier (S256). */
const Bits256 = v.pipe(v.string(), v.regex(/^[\w-]{43}$/));

/** What a widget keeps for itself until its code is exchanged (RFC 7636, section 4.1). */
const CodeVerifier = v.pipe(v.string(), v.regex(/^[\w.~-]{43,128}$/));

/** Who is signed in, as Supabase Auth has it. `expiresAt` is when the access token ends, in seconds since 1970. */
export const Session = v.object({ accessToken: v.string(), refreshToken: v.string(), expiresAt: v.number() });
export type Session = v.InferOutput<typeof Session>;

/**
 * `POST /api/session/code`: leaves the session whose access token this request carries for a page of another origin.
 * `redirectTo` is where that page is, `codeChallenge` what it sent along.
 */
export const SessionCodeRequest = v.strictObject({
  codeChallenge: Bits256,
  // Without what some readers of addresses take for something else.
  redirectTo: v.pipe(v.string(), v.regex(/^https?:\/\/[^\s\\]+$/)),
  refreshToken: v.pipe(v.string(), v.regex(/^\S+$/)),
  // Milliseconds would be in a time far away.
  expiresAt: v.pipe(v.number(), v.minValue(1), v.maxValue(10_000_000_000)),
});
export type SessionCodeRequest = v.InferInput<typeof SessionCodeRequest>;

/** The reply to {@link SessionCodeRequest}: where to go, which is `redirectTo` with the `code` in its query. */
export const SessionCodeReply = v.object({ redirectTo: v.string() });
export type SessionCodeReply = v.InferOutput<typeof SessionCodeReply>;

/** `POST /api/session/exchange`: takes the session that a code stands for, as the one whose verifier has that challenge. */
export const SessionExchangeRequest = v.strictObject({ code: Bits256, codeVerifier: CodeVerifier });
export type SessionExchangeRequest = v.InferInput<typeof SessionExchangeRequest>;

/** The reply to {@link SessionExchangeRequest}. */
export const SessionExchangeReply = v.object({ session: Session });
export type SessionExchangeReply = v.InferOutput<typeof SessionExchangeReply>;
