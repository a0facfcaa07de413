import { exportJWK, generateKeyPair, SignJWT, type CryptoKey as JoseKey, type JWTPayload } from 'jose';
import { describe, expect, test } from 'vitest';
import { addressOf } from '../testing/address-of.ts';
import { createJoseTokenVerifier } from './jose-token-verifier.ts';

const userId = '4f3a5c0e-8d7b-4a51-9a53-51d1c0a60001';
const url = 'https://project.supabase.co';
const jwtSecret = 'the shared secret of a project that signs with HS256';
const soon = Math.floor(Date.now() / 1_000) + 600;
const good = { sub: userId, aud: 'authenticated', role: 'authenticated', exp: soon, iss: `${url}/auth/v1` };

const neverFetch: typeof fetch = () => Promise.reject(new Error('no keys are needed'));
const supabase = { url, publishableKey: '', secretKey: '', jwtSecret: null };

function sign(claims: JWTPayload, key: string | JoseKey = jwtSecret, alg = 'HS256', kid?: string) {
  const header = kid === undefined ? { alg } : { alg, kid };
  return new SignJWT(claims)
    .setProtectedHeader(header)
    .sign(typeof key === 'string' ? new TextEncoder().encode(key) : key);
}

const { exp: _exp, ...endless } = good;
const { iss: _iss, ...withoutIssuer } = good;
const badClaims: [string, JWTPayload][] = [
  ['expired', { ...good, exp: soon - 1_200 }],
  ['without an end', endless],
  ['not yet valid', { ...good, nbf: soon }],
  ['for another audience', { ...good, aud: 'somebody' }],
  ['of another issuer', { ...good, iss: 'https://other.supabase.co/auth/v1' }],
  ['of the service role', { ...good, role: 'service_role' }],
  ['of the anon role', { ...good, role: 'anon' }],
  ['without a role', { ...good, role: undefined }],
  ['for no user', { ...good, sub: 'everyone' }],
];

describe('with a shared secret', () => {
  const verifier = createJoseTokenVerifier({ ...supabase, jwtSecret }, neverFetch);

  test('a valid token gives its user', async () => {
    expect(await verifier.verifyUser(await sign(good))).toBe(userId);
  });

  test('an issuer may be left out, as Supabase Lite does', async () => {
    expect(await verifier.verifyUser(await sign(withoutIssuer))).toBe(userId);
  });

  test.each(badClaims)('a token that is %s is refused', async (_name, claims) => {
    await expect(verifier.verifyUser(await sign(claims))).rejects.toMatchObject({ code: 'invalid_token' });
  });

  test.each([
    ['signed with another secret', () => sign(good, 'another secret of another project')],
    ['signed with another algorithm', () => sign(good, jwtSecret.repeat(2), 'HS512')],
    ['unsigned', () => Promise.resolve(`${btoa('{"alg":"none"}')}.${btoa(JSON.stringify(good))}.`)],
    ['not a token', () => Promise.resolve('hello')],
  ])('a token that is %s is refused', async (_name, make) => {
    await expect(verifier.verifyUser(await make())).rejects.toMatchObject({ code: 'invalid_token' });
  });
});

describe('with published keys', async () => {
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid: 'key-1', alg: 'ES256', use: 'sig' };
  const asked: string[] = [];
  const fetchKeys: typeof fetch = (input) => {
    asked.push(addressOf(input));
    return Promise.resolve(Response.json({ keys: [jwk] }));
  };
  const verifier = createJoseTokenVerifier(supabase, fetchKeys);

  test('a valid token gives its user, and the keys are fetched once', async () => {
    expect(await verifier.verifyUser(await sign(good, privateKey, 'ES256', 'key-1'))).toBe(userId);
    expect(await verifier.verifyUser(await sign(good, privateKey, 'ES256', 'key-1'))).toBe(userId);
    expect(asked).toEqual([`${url}/auth/v1/.well-known/jwks.json`]);
  });

  test.each([...badClaims, ['without an issuer', withoutIssuer] as [string, JWTPayload]])(
    'a token that is %s is refused',
    async (_name, claims) => {
      const token = await sign(claims, privateKey, 'ES256', 'key-1');
      await expect(verifier.verifyUser(token)).rejects.toMatchObject({ code: 'invalid_token' });
    },
  );

  test('a token signed with the public key as a secret is refused', async () => {
    const token = await sign(good, JSON.stringify(jwk), 'HS256', 'key-1');
    await expect(verifier.verifyUser(token)).rejects.toMatchObject({ code: 'invalid_token' });
  });

  test.each([
    ['is down', () => Promise.resolve(new Response(null, { status: 503 }))],
    ['can not be reached', () => Promise.reject(new TypeError('Network connection lost'))],
    ['sends something else', () => Promise.resolve(new Response('<html>'))],
  ])('nobody is refused because the key server %s', async (_name, answer) => {
    const blind = createJoseTokenVerifier(supabase, answer);
    const token = await sign(good, privateKey, 'ES256', 'key-1');
    await expect(blind.verifyUser(token)).rejects.toMatchObject({ code: 'service_unavailable' });
  });
});
