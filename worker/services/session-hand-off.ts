import type { Session } from '../../protocol/session-hand-off.ts';
import { AppError } from '../errors.ts';
import type { KeyedHash } from '../ports/keyed-hash.ts';
import type { SessionCodes } from '../ports/session-codes.ts';
import type { SessionSeal } from '../ports/session-seal.ts';

interface HandOffDeps {
  readonly seal: SessionSeal;
  readonly sessionCodes: SessionCodes;
  readonly hash: KeyedHash;
}

/** A session on its way to a page of another origin. */
interface SessionOffer {
  readonly session: Session;
  readonly codeChallenge: string;
  /** The address of that page. */
  readonly redirectTo: string;
}

/** What whoever came back with a code shows for it. */
interface SessionClaim {
  readonly code: string;
  readonly codeVerifier: string;
  /** Of the page they are on. */
  readonly origin: string;
}

/**
 * Leaves a session with us for a page of another origin.
 * @param origins where a session may go, exactly
 * @returns the address of that page with a code for the session in its query
 * @throws AppError `forbidden_origin` for any other page
 */
export async function offerSession(
  { seal, sessionCodes, hash }: HandOffDeps,
  { session, codeChallenge, redirectTo }: SessionOffer,
  origins: readonly string[],
): Promise<string> {
  const address = readAddress(redirectTo);
  // A name and a password before the host are there to look like another one.
  const isBare = address.username === '' && address.password === '';
  if (!isBare || !origins.includes(address.origin)) throw new AppError('forbidden_origin');
  const binding = { codeChallenge, origin: address.origin };
  const { code, ciphertext } = await seal.seal(session, binding);
  await sessionCodes.store({ codeHash: await hashCode(hash, code), ciphertext, ...binding });
  return withCode(address, code);
}

/**
 * Takes the session that a code stands for, once.
 * @throws AppError `invalid_request`, alike for whatever is wrong: nobody learns which codes there are
 */
export async function exchangeSession(
  { seal, sessionCodes, hash }: HandOffDeps,
  { code, codeVerifier, origin }: SessionClaim,
): Promise<Session> {
  const binding = { codeChallenge: await seal.challengeOf(codeVerifier), origin };
  const ciphertext = await sessionCodes.take(await hashCode(hash, code), binding);
  const session = ciphertext === null ? null : await seal.open(ciphertext, code, binding);
  if (session === null)
    throw new AppError('invalid_request', { detail: 'The code is not good, or not any more' });
  return session;
}

function readAddress(text: string): URL {
  if (!URL.canParse(text)) throw new AppError('invalid_request', { detail: 'redirectTo is not valid' });
  return new URL(text);
}

/** Whoever reads the database finds no code in it, and can't try any without the deployment's secret. */
function hashCode(hash: KeyedHash, code: string): Promise<string> {
  return hash(`session-code:${code}`);
}

/** Instead of a code that was there before; all else in the address stays as it was written. */
function withCode(address: URL, code: string): string {
  const others = address.search.slice(1).split('&');
  const kept = others.filter((pair) => pair !== '' && !new URLSearchParams(pair).has('code'));
  const url = new URL(address);
  url.search = [...kept, `code=${code}`].join('&');
  return url.href;
}
