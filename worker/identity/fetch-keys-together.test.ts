import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { AppError } from '../errors.ts';
import { createJoseTokenVerifier } from './jose-token-verifier.ts';

const url = 'https://project.supabase.co';
const supabase = { url, publishableKey: '', secretKey: '', jwtSecret: null };
const cooldownMs = 30_000;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
});

afterEach(() => {
  vi.useRealTimers();
});

/** A key of the project, and tokens signed with it under any key id. */
async function createKey(kid: string) {
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
  return {
    jwk: { ...(await exportJWK(publicKey)), kid, alg: 'ES256', use: 'sig' },
    sign: (claimedKid = kid) =>
      new SignJWT({ role: 'authenticated' })
        .setProtectedHeader({ alg: 'ES256', kid: claimedKid })
        .setSubject(crypto.randomUUID())
        .setAudience('authenticated')
        .setIssuer(`${url}/auth/v1`)
        .setExpirationTime('1h')
        .sign(privateKey),
  };
}

/** A project whose key server answers with these keys, after a moment, or not at all. */
function createProject(...keys: { jwk: object }[]) {
  const server = { keys, isDown: false, asked: 0 };
  const verifier = createJoseTokenVerifier(supabase, {
    fetch: async () => {
      server.asked += 1;
      await new Promise((resolve) => setTimeout(resolve, 5));
      if (server.isDown) return new Response(null, { status: 503 });
      return Response.json({ keys: server.keys.map(({ jwk }) => jwk) });
    },
    clock: { now: () => Date.now() },
    keepAlive: () => undefined,
  });
  const codeOf = (token: string) =>
    verifier.verifyUser(token).then(
      () => 'verified',
      (error: unknown) => (error instanceof AppError ? error.code : error),
    );
  return { server, codeOf };
}

function wait(ms: number): void {
  vi.setSystemTime(Date.now() + ms);
}

function many<T>(make: (index: number) => T): T[] {
  return Array.from({ length: 50 }, (_, index) => make(index));
}

test('a crowd with invented key ids has the keys asked for once more, not fifty times', async () => {
  const key = await createKey('key-1');
  const { server, codeOf } = createProject(key);
  expect(await codeOf(await key.sign())).toBe('verified');
  wait(cooldownMs + 1);
  const invented = await Promise.all(many((index) => key.sign(`invented-${String(index)}`)));
  expect(new Set(await Promise.all(invented.map(codeOf)))).toEqual(new Set(['invalid_token']));
  expect(server.asked).toBe(2);
  for (const token of invented.slice(0, 10)) {
    wait(2_000);
    expect(await codeOf(token)).toBe('invalid_token');
  }
  expect(server.asked).toBe(2);
  expect(await codeOf(await key.sign())).toBe('verified');
});

test('the first requests of an isolate ask together', async () => {
  const key = await createKey('key-1');
  const { server, codeOf } = createProject(key);
  const tokens = await Promise.all(many(() => key.sign()));
  expect(new Set(await Promise.all(tokens.map(codeOf)))).toEqual(new Set(['verified']));
  expect(server.asked).toBe(1);
});

test('a key that is rotated in is found after the cooldown, and the old one goes with the cache', async () => {
  const [old, next] = [await createKey('key-1'), await createKey('key-2')];
  const { server, codeOf } = createProject(old);
  const [oldToken, nextToken] = [await old.sign(), await next.sign()];
  expect(await codeOf(oldToken)).toBe('verified');
  server.keys = [next];
  wait(2_000);
  expect(await codeOf(nextToken)).toBe('invalid_token');
  wait(cooldownMs);
  expect(await codeOf(nextToken)).toBe('verified');
  expect(await codeOf(oldToken)).toBe('invalid_token');
  expect(server.asked).toBe(2);
});

test('a withdrawn key is good for ten minutes at most', async () => {
  const key = await createKey('key-1');
  const { server, codeOf } = createProject(key);
  const token = await key.sign();
  expect(await codeOf(token)).toBe('verified');
  server.keys = [];
  wait(599_000);
  expect(await codeOf(token)).toBe('verified');
  wait(2_000);
  expect(await codeOf(token)).toBe('invalid_token');
});

test('a key server that is down is asked once a second, and nobody is refused for it', async () => {
  const key = await createKey('key-1');
  const { server, codeOf } = createProject(key);
  server.isDown = true;
  const tokens = await Promise.all(many(() => key.sign()));
  expect(new Set(await Promise.all(tokens.map(codeOf)))).toEqual(new Set(['service_unavailable']));
  await Promise.all(tokens.map(codeOf));
  expect(server.asked).toBe(1);
  server.isDown = false;
  wait(1_001);
  expect(await codeOf(await key.sign())).toBe('verified');
  expect(server.asked).toBe(2);
});
