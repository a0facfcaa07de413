import { parse, safeParse } from 'valibot';
import { describe, expect, it } from 'vitest';
import { SessionCodeRequest, SessionExchangeRequest } from './session-hand-off.ts';

const code = 'Aa0_-'.repeat(8) + 'xyz';
const offered = {
  codeChallenge: code,
  redirectTo: 'https://shop.example/cart?item=1#top',
  refreshToken: 'v1.a-token',
  expiresAt: 1_800_000_000,
};
const exchanged = { code, codeVerifier: 'Aa0-._~'.repeat(7) };

describe('SessionCodeRequest', () => {
  it('is taken as it is', () => {
    expect(parse(SessionCodeRequest, offered)).toEqual(offered);
  });

  it.each([
    ['no challenge', { codeChallenge: undefined }],
    ['a challenge that is too short', { codeChallenge: code.slice(1) }],
    ['a challenge that is too long', { codeChallenge: `${code}A` }],
    ['a challenge with padding', { codeChallenge: `${code.slice(1)}=` }],
    ['a challenge in plain base64', { codeChallenge: `${code.slice(1)}+` }],
    ['a challenge with a line after it', { codeChallenge: `${code}\n` }],
    ['no address', { redirectTo: undefined }],
    ['an address on the same page', { redirectTo: '/cart' }],
    ['an address of the same scheme', { redirectTo: '//shop.example/cart' }],
    ['a script', { redirectTo: 'javascript:alert(1)' }],
    ['a script that looks like an address', { redirectTo: 'javascript://shop.example/%0aalert(1)' }],
    ['a page of one’s own making', { redirectTo: 'data:text/html,hello' }],
    ['a file', { redirectTo: 'file:///etc/passwd' }],
    ['an address with space before it', { redirectTo: ' https://shop.example/' }],
    ['an address with a line in it', { redirectTo: 'https://shop.example/\nx' }],
    ['an address with a tab in its host', { redirectTo: 'https://shop\t.example/' }],
    ['an address that two readers read differently', { redirectTo: 'https://shop.example\\@evil.example/' }],
    ['no refresh token', { refreshToken: undefined }],
    ['an empty refresh token', { refreshToken: '' }],
    ['a time that is none', { expiresAt: '1800000000' }],
    ['a time in milliseconds', { expiresAt: 1_800_000_000_000 }],
    ['a time before time', { expiresAt: 0 }],
    ['a time that never comes', { expiresAt: Infinity }],
    ['an access token besides that of the request', { accessToken: 'x.y.z' }],
    ['a weaker method', { codeChallengeMethod: 'plain' }],
  ])('refuses %s', (_what, changed) => {
    expect(safeParse(SessionCodeRequest, { ...offered, ...changed }).success).toBe(false);
  });
});

describe('SessionExchangeRequest', () => {
  it.each([43, 128])('takes a verifier of %i characters', (length) => {
    const codeVerifier = 'Aa0-._~'.repeat(19).slice(0, length);
    expect(parse(SessionExchangeRequest, { code, codeVerifier })).toEqual({ code, codeVerifier });
  });

  it.each([
    ['no code', { code: undefined }],
    ['a code that is too short', { code: code.slice(1) }],
    ['a code that is a list', { code: [code] }],
    ['no verifier', { codeVerifier: undefined }],
    ['a verifier that is too short', { codeVerifier: 'a'.repeat(42) }],
    ['a verifier that is too long', { codeVerifier: 'a'.repeat(129) }],
    ['a verifier with other characters', { codeVerifier: 'a'.repeat(43) + '+' }],
    ['a challenge of its own', { codeChallenge: code }],
    ['an origin of its own', { origin: 'https://shop.example' }],
  ])('refuses %s', (_what, changed) => {
    expect(safeParse(SessionExchangeRequest, { ...exchanged, ...changed }).success).toBe(false);
  });
});
