import {
  createRemoteJWKSet,
  customFetch,
  errors,
  jwtVerify,
  type JWTPayload,
  type JWTVerifyOptions,
} from 'jose';
import * as v from 'valibot';
import { Uuid } from '../../protocol/uuid.ts';
import type { Config } from '../env.ts';
import { AppError } from '../errors.ts';
import type { TokenVerifier } from '../ports/token-verifier.ts';

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
  fetchKeys: typeof fetch,
): TokenVerifier {
  const verify =
    supabase.jwtSecret === null
      ? withPublishedKeys(supabase.url, fetchKeys)
      : withSecret(supabase.url, supabase.jwtSecret);
  return {
    async verifyUser(accessToken) {
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
    // Supabase Lite leaves the issuer out; a token that has one must have ours.
    if (payload.iss !== undefined && payload.iss !== issuerOf(url)) throw new AppError('invalid_token');
    return payload;
  };
}

function withPublishedKeys(url: string, fetchKeys: typeof fetch): Verify {
  const address = new URL(`${issuerOf(url)}/.well-known/jwks.json`);
  const keys = createRemoteJWKSet(address, { [customFetch]: (input, init) => fetchKeys(input, init) });
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
