import { SignJWT } from 'jose';
import { expect, test } from 'vitest';
import { createJoseVisitorTokens } from './jose-visitor-tokens.ts';

const secret = 'a secret of thirty-two characters';
const tokens = createJoseVisitorTokens(secret);
const id = '4f3a5c0e-8d7b-4a51-9a53-51d1c0a60001';

function forge(change: (jwt: SignJWT) => SignJWT, key = secret, alg = 'HS256') {
  const jwt = new SignJWT().setProtectedHeader({ alg }).setSubject(id).setIssuer('paynless-chat');
  return change(jwt.setAudience('paynless-visitor').setExpirationTime('1h')).sign(
    new TextEncoder().encode(key),
  );
}

test('a minted token is known again', async () => {
  const { visitorId, token } = await tokens.mint();
  expect(await tokens.verify(token)).toBe(visitorId);
});

test('every visitor is another', async () => {
  const [first, second] = await Promise.all([tokens.mint(), tokens.mint()]);
  expect(first.visitorId).not.toBe(second.visitorId);
});

test('the forgery of these tests is good but for what each one changes', async () => {
  expect(await tokens.verify(await forge((jwt) => jwt))).toBe(id);
});

test.each([
  ['of another deployment', () => forge((jwt) => jwt, 'another secret of thirty-two chars')],
  ['with another algorithm', () => forge((jwt) => jwt, secret.repeat(2), 'HS512')],
  ['expired', () => forge((jwt) => jwt.setExpirationTime(1))],
  ['for another audience', () => forge((jwt) => jwt.setAudience('authenticated'))],
  ['of another issuer', () => forge((jwt) => jwt.setIssuer('https://project.supabase.co/auth/v1'))],
  ['without a visitor', () => forge((jwt) => jwt.setSubject('everyone'))],
  ['unsigned', () => Promise.resolve(`${btoa('{"alg":"none"}')}.${btoa(`{"sub":"${id}"}`)}.`)],
  ['far too long', () => forge((jwt) => jwt.setJti('x'.repeat(1_000)))],
  ['not a token', () => Promise.resolve('hello')],
  ['empty', () => Promise.resolve('')],
])('a token that is %s is nobody', async (_name, make) => {
  expect(await tokens.verify(await make())).toBeNull();
});
