import {
  createRemoteJWKSet,
  customFetch,
  errors,
  jwtVerify,
  type FetchImplementation,
  type JWTPayload,
  type JWTVerifyOptions,
} from 'jose';
import * as v from 'valibot';
import { Uuid } from '../../protocol/uuid.ts';
import type { Config } from '../env.ts';
import { AppError } from '../errors.ts';
import type { TokenVerifier } from '../ports/token-verifier.ts';
import { fetchKeysTogether, type FetchKeysDeps } from './fetch-keys-together.ts';

/**
 * The longest token that is looked at, in characters: many times what Supabase signs, and less than it takes to keep a
 * server busy with hashing what nobody has signed.
 */
const tokenCharactersMax = 16_384;

/** How long keys are used before they are asked for again, in milliseconds: so long may a withdrawn key go on. */
const keysFreshForMs = 600_000;

/**
 * How soon after the last time an unknown key id may have the keys asked for again, in milliseconds. Key ids are free to
 * invent; and a key that signs is published long before by Supabase, so nobody waits for this.
 */
const keysCooldownMs = 30_000;

/** Leeway for clocks that run apart, in seconds. */
const clockToleranceSeconds = 5;

/** Only these say that a token is bad; anything else went wrong on our side of the check. */
const keyServerErrors = [errors.JWKSTimeout, errors.JWKSInvalid];

const UserClaims = v.object({ sub: Uuid, role: v.literal('authenticated') });

type Verify = (token: string) => Promise<JWTPayload>;

/**
 * Verifies access tokens of Supabase Auth in the worker, without asking it: with the project's shared secret
 * (HS256) when one is configured, else with the public keys it publishes, which are cached.
 */
export function createJoseTokenVerifier(
  supabase: Config['supabase'],
  fetchDeps: FetchKeysDeps,
): TokenVerifier {
  const verify =
    supabase.jwtSecret === null
      ? withPublishedKeys(supabase.url, fetchKeysTogether(fetchDeps))
      : withSecret(supabase.url, supabase.jwtSecret);
  return {
    async verifyUser(accessToken) {
      if (accessToken.length > tokenCharactersMax) throw new AppError('invalid_token');
      const claims = v.safeParse(UserClaims, await verify(accessToken).catch(refuse));
      if (!claims.success) throw new AppError('invalid_token');
      return claims.output.sub;
    },
  };
}

function withSecret(url: string, secret: string): Verify {
  const key = new TextEncoder().encode(secret);
  const options: JWTVerifyOptions = { ...pinned, algorithms: ['HS256'] };
  return async (token) => {
    const { payload } = await jwtVerify(token, key, options);
    // Supabase Lite, which runs on one's own machine, leaves the issuer out.
    const isOurs = payload.iss === issuerOf(url) || (payload.iss === undefined && isLoopback(url));
    if (!isOurs) throw new AppError('invalid_token');
    return payload;
  };
}

/** Names and addresses of this machine (RFC 6761, section 6.3; RFC 5735, section 3; RFC 4291, section 2.5.3). */
function isLoopback(url: string): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(new URL(url).hostname);
}

function withPublishedKeys(url: string, fetchKeys: FetchImplementation): Verify {
  const address = new URL(`${issuerOf(url)}/.well-known/jwks.json`);
  const keys = createRemoteJWKSet(address, {
    cacheMaxAge: keysFreshForMs,
    cooldownDuration: keysCooldownMs,
    [customFetch]: fetchKeys,
  });
  const options: JWTVerifyOptions = {
    ...pinned,
    algorithms: ['ES256', 'RS256', 'EdDSA'],
    issuer: issuerOf(url),
  };
  return async (token) => (await jwtVerify(token, keys, options)).payload;
}

const pinned = {
  audience: 'authenticated',
  requiredClaims: ['exp', 'sub'],
  clockTolerance: clockToleranceSeconds,
} satisfies JWTVerifyOptions;

function issuerOf(url: string): string {
  return `${url}/auth/v1`;
}

function refuse(error: unknown): never {
  if (error instanceof AppError) throw error;
  const isBadToken =
    error instanceof errors.JOSEError &&
    !keyServerErrors.some((kind) => error instanceof kind) &&
    error.code !== 'ERR_JOSE_GENERIC';
  throw new AppError(isBadToken ? 'invalid_token' : 'service_unavailable', { cause: error });
}
