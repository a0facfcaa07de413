import { base64url } from 'jose';
import { expect, test } from 'vitest';
import { createSessionSeal } from './create-session-seal.ts';

const secret = 'a secret of thirty-two characters';
const seal = createSessionSeal(secret);
const session = { accessToken: 'x.y.z', refreshToken: 'a refresh tökën', expiresAt: 1_800_000_000 };
const binding = { origin: 'https://shop.example', codeChallenge: 'c'.repeat(43) };

test('a session is opened with its code', async () => {
  const { code, ciphertext } = await seal.seal(session, binding);
  expect(await seal.open(ciphertext, code, binding)).toEqual(session);
  // Another isolate of the same deployment.
  expect(await createSessionSeal(secret).open(ciphertext, code, binding)).toEqual(session);
});

test('a code has 256 bits, and nothing is ever sealed alike', async () => {
  const [one, other] = await Promise.all([seal.seal(session, binding), seal.seal(session, binding)]);
  expect(base64url.decode(one.code)).toHaveLength(32);
  expect(one.code).toMatch(/^[\w-]{43}$/);
  expect(one.code).not.toBe(other.code);
  expect(one.ciphertext).not.toBe(other.ciphertext);
  expect(one.ciphertext.slice(0, 16)).not.toBe(other.ciphertext.slice(0, 16));
});

test('what is sealed shows nothing of the session, nor of its code', async () => {
  const { code, ciphertext } = await seal.seal(session, binding);
  const text = new TextDecoder().decode(base64url.decode(ciphertext));
  for (const secretText of [code, ...Object.values(session), 'accessToken'].map(String)) {
    expect(ciphertext).not.toContain(secretText);
    expect(text).not.toContain(secretText);
  }
});

test('it opens with nothing else', async () => {
  const { code, ciphertext } = await seal.seal(session, binding);
  const other = await seal.seal(session, binding);
  const elsewhere = createSessionSeal('another secret of thirty-two chars');
  const bytes = base64url.decode(ciphertext);
  const changed = [0, 12, bytes.length - 1].map((index) =>
    base64url.encode(bytes.map((byte, at) => (at === index ? byte ^ 1 : byte))),
  );
  expect(await elsewhere.open(ciphertext, code, binding)).toBeNull();
  expect(await seal.open(ciphertext, other.code, binding)).toBeNull();
  expect(await seal.open(other.ciphertext, code, binding)).toBeNull();
  expect(await seal.open(ciphertext, code, { ...binding, origin: 'https://evil.example' })).toBeNull();
  expect(await seal.open(ciphertext, code, { ...binding, codeChallenge: 'd'.repeat(43) })).toBeNull();
  for (const text of [...changed, '', 'short', 'no base64!', ciphertext.slice(0, -1)])
    expect(await seal.open(text, code, binding), text).toBeNull();
});

test('a challenge is that of RFC 7636, appendix B', async () => {
  expect(await seal.challengeOf('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk')).toBe(
    'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
  );
});
