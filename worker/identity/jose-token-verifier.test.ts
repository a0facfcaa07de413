import { exportJWK, generateKeyPair, SignJWT, type CryptoKey as JoseKey, type JWTPayload } from 'jose';
import { describe, expect, test, vi } from 'vitest';
import { addressOf } from '../testing/address-of.ts';
import { createJoseTokenVerifier } from './jose-token-verifier.ts';

const userId = '4f3a5c0e-8d7b-4a51-9a53-51d1c0a60001';
const url = 'https://project.supabase.co';
const jwtSecret = 'the shared secret of a project that signs with HS256';
const soon = Math.floor(Date.now() / 1_000) + 600;
const good = { sub: userId, aud: 'authenticated', role: 'authenticated', exp: soon, iss: `${url}/auth/v1` };

const neverFetch: typeof fetch = () => Promise.reject(new Error('no keys are needed'));
/** Asks for keys through this, at the time of day. */
const through = (fetch: typeof globalThis.fetch) => ({
  fetch,
  clock: { now: () => Date.now() },
  keepAlive: () => undefined,
});
const supabase = { url, publishableKey: '', secretKey: '', jwtSecret: null };

function sign(claims: JWTPayload, key: string | JoseKey = jwtSecret, alg = 'HS256', kid?: string) {
  const header = kid === undefined ? { alg } : { alg, kid };
  return new SignJWT(claims)
    .setProtectedHeader(header)
    .sign(typeof key === 'string' ? new TextEncoder().encode(key) : key);
}

/** What no library would sign: any header, and the payload as it stands. */
async function forge(header: object, payload = toBase64Url(JSON.stringify(good))): Promise<string> {
  const bytes = new TextEncoder();
  const hmac = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', bytes.encode(jwtSecret), hmac, false, ['sign']);
  const signed = `${toBase64Url(JSON.stringify({ alg: 'HS256', ...header }))}.${payload}`;
  const signature = await crypto.subtle.sign('HMAC', key, bytes.encode(signed));
  return `${signed}.${toBase64Url(String.fromCharCode(...new Uint8Array(signature)))}`;
}

function toBase64Url(text: string): string {
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
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
  const verifier = createJoseTokenVerifier({ ...supabase, jwtSecret }, through(neverFetch));

  test('a valid token gives its user', async () => {
    expect(await verifier.verifyUser(await sign(good))).toBe(userId);
  });

  test.each([
    'http://127.0.0.1:54321',
    'http://127.9.9.9',
    'http://localhost:5173',
    'http://LOCALHOST',
    'http://[::1]:5173',
  ])('an issuer may be left out by Supabase Lite, on this machine: %s', async (local) => {
    const lite = createJoseTokenVerifier({ ...supabase, url: local, jwtSecret }, through(neverFetch));
    expect(await lite.verifyUser(await sign(withoutIssuer))).toBe(userId);
    await expect(lite.verifyUser(await sign(good))).rejects.toMatchObject({ code: 'invalid_token' });
  });

  test.each([url, 'https://localhost.example', 'https://127.0.0.1.example', 'http://10.0.0.1'])(
    'and nowhere else: %s',
    async (elsewhere) => {
      const hosted = createJoseTokenVerifier({ ...supabase, url: elsewhere, jwtSecret }, through(neverFetch));
      await expect(hosted.verifyUser(await sign(withoutIssuer))).rejects.toMatchObject({
        code: 'invalid_token',
      });
    },
  );

  test('the forgery of these tests is good but for what each one changes', async () => {
    expect(await verifier.verifyUser(await forge({}))).toBe(userId);
  });

  test('a token that is far too long is refused before anything is computed', async () => {
    const verify = vi.spyOn(crypto.subtle, 'verify');
    const signed = (characters: number) => sign({ ...good, padding: 'x'.repeat(characters) });
    expect(await verifier.verifyUser(await signed(8_000))).toBe(userId);
    expect(verify).toHaveBeenCalledTimes(1);
    await expect(verifier.verifyUser(await signed(16_000))).rejects.toMatchObject({ code: 'invalid_token' });
    expect(verify).toHaveBeenCalledTimes(1);
    verify.mockRestore();
  });

  test.each(badClaims)('a token that is %s is refused', async (_name, claims) => {
    await expect(verifier.verifyUser(await sign(claims))).rejects.toMatchObject({ code: 'invalid_token' });
  });

  test.each([
    ['signed with another secret', () => sign(good, 'another secret of another project')],
    ['signed with another algorithm', () => sign(good, jwtSecret.repeat(2), 'HS512')],
    ['unsigned', () => Promise.resolve(`${btoa('{"alg":"none"}')}.${btoa(JSON.stringify(good))}.`)],
    ['signed, but with an extension we do not know', () => forge({ crit: ['new'], new: 1 })],
    ['signed, but with an extension of no name', () => forge({ crit: [] })],
    ['signed, but not encoded', () => forge({ crit: ['b64'], b64: false }, JSON.stringify(good))],
    ['encrypted', () => Promise.resolve(`${btoa('{"alg":"dir","enc":"A256GCM"}')}..a.b.c`)],
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
  const verifier = createJoseTokenVerifier(supabase, through(fetchKeys));

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

  test('a token that brings its own key is refused, and no other address is asked', async () => {
    const own = await generateKeyPair('ES256', { extractable: true });
    const jku = 'https://evil.example/jwks.json';
    const brought = { alg: 'ES256', kid: 'key-1', jwk: await exportJWK(own.publicKey), jku, x5u: jku };
    const token = await new SignJWT(good).setProtectedHeader(brought).sign(own.privateKey);
    await expect(verifier.verifyUser(token)).rejects.toMatchObject({ code: 'invalid_token' });
    expect(asked).not.toContain(jku);
  });

  test('a token signed with the public key as a secret is refused', async () => {
    const token = await sign(good, JSON.stringify(jwk), 'HS256', 'key-1');
    await expect(verifier.verifyUser(token)).rejects.toMatchObject({ code: 'invalid_token' });
  });

  test.each([
    ['is down', () => Promise.resolve(new Response(null, { status: 503 }))],
    ['can not be reached', () => Promise.reject(new TypeError('Network connection lost'))],
    ['sends something else', () => Promise.resolve(new Response('<html>'))],
  ])('nobody is refused because the key server %s', async (_name, answer) => {
    const blind = createJoseTokenVerifier(supabase, through(answer));
    const token = await sign(good, privateKey, 'ES256', 'key-1');
    await expect(blind.verifyUser(token)).rejects.toMatchObject({ code: 'service_unavailable' });
  });
});
