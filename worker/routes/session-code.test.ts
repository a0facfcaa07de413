import { base64url } from 'jose';
import { describe, expect, test } from 'vitest';
import * as v from 'valibot';
import { memberPaths } from '../../protocol/paths.ts';
import { SessionCodeReply } from '../../protocol/session-hand-off.ts';
import { readProblem } from '../testing/ask.ts';
import { createTestWorker, origin } from '../testing/create-test-worker.ts';
import { rows } from '../testing/database.ts';
import { createPkce, handedOver, leaveSession, post, shop } from '../testing/hand-off.ts';
import { signUp } from '../testing/sign-up.ts';
import { becomeVisitor } from '../testing/visitor.ts';

const worker = createTestWorker();
const member = await signUp();
const { codeChallenge } = await createPkce();

/** What is stored for a challenge that no other test has. */
const stored = (challenge: string) => rows(`session_codes?code_challenge=eq.${challenge}`);

describe('a session that is left for a page', () => {
  test('is found by a code, which stands in the address to go to', async () => {
    const asked = createTestWorker();
    const body = { codeChallenge, redirectTo: `${shop}/cart?item=1#top` };
    const reply = await leaveSession(asked, member, body);
    expect(reply.status).toBe(200);
    expect(reply.headers.get('cache-control')).toBe('no-store');
    expect(reply.headers.get('referrer-policy')).toBe('no-referrer');
    expect(reply.headers.get('server-timing')).toContain('db;dur=');
    const { redirectTo } = v.parse(SessionCodeReply, await reply.json());
    expect(redirectTo).toMatch(/^https:\/\/shop\.example\/cart\?item=1&code=[\w-]{43}#top$/);
    expect(asked.fetched).toHaveLength(1);
  });

  test('is stored so that the database alone says nothing: no code, no token, nothing twice', async () => {
    const { codeChallenge } = await createPkce();
    const replies = [
      await leaveSession(worker, member, { codeChallenge }),
      await leaveSession(worker, member, { codeChallenge }),
    ];
    const codes = await Promise.all(
      replies.map(async (reply) => new URL(v.parse(SessionCodeReply, await reply.json()).redirectTo)),
    );
    const kept = await stored(codeChallenge);
    expect(kept).toHaveLength(2);
    const text = JSON.stringify(kept);
    const plain = kept.map((row) =>
      new TextDecoder().decode(base64url.decode(v.parse(v.string(), row['session_ciphertext']))),
    );
    for (const url of codes) {
      const code = v.parse(v.string(), url.searchParams.get('code'));
      const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(code));
      const hex = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
      for (const secret of [code, hex, member.accessToken, handedOver.refreshToken])
        expect(text + plain.join('')).not.toContain(secret);
    }
    expect(new Set(kept.map((row) => row['session_ciphertext'])).size).toBe(2);
    expect(kept).toMatchObject([{ origin: shop }, { origin: shop }]);
    for (const { created_at: from, expires_at: to } of kept)
      expect(Date.parse(String(to)) - Date.parse(String(from))).toBeLessThanOrEqual(60_000);
  });

  test.each([
    [`${shop}/`, `${shop}/?code=*`],
    [shop, `${shop}/?code=*`],
    ['https://blog.example/a/b', 'https://blog.example/a/b?code=*'],
    [`${origin}/chat`, `${origin}/chat?code=*`],
    // One that was there before is replaced, however it is written and however often it stands there.
    [`${shop}/?code=old&a=1&code=older&c%6Fde=oldest#code=x`, `${shop}/?a=1&code=*#code=x`],
    [`${shop}/?code`, `${shop}/?code=*`],
    // All else stays as it was written.
    [
      `${shop}/?q=a%20b+c&flag&encode=1&x=%26#/route?code=1`,
      `${shop}/?q=a%20b+c&flag&encode=1&x=%26&code=*#/route?code=1`,
    ],
    [`${shop}/?`, `${shop}/?code=*`],
    // The same origin in other words.
    ['https://SHOP.example:443/', `${shop}/?code=*`],
  ])('may go to %s', async (redirectTo, expected) => {
    const reply = await leaveSession(worker, member, { codeChallenge, redirectTo });
    const { redirectTo: address } = v.parse(SessionCodeReply, await reply.json());
    const [before, after] = expected.split('*');
    expect(address.startsWith(before!)).toBe(true);
    expect(address.endsWith(after!)).toBe(true);
    expect(address.slice(before!.length, address.length - after!.length)).toMatch(/^[\w-]{43}$/);
  });
});

describe('nothing is left', () => {
  test.each([
    'https://evil.example/',
    'https://shop.example.evil.example/',
    'https://shop.example@evil.example/',
    'https://shop.example:secret@evil.example/',
    'https://evil.example/https://shop.example/',
    'https://evil.example?https://shop.example/',
    'https://evil.example#@shop.example/',
    // Nobody is sent to an address that looks like another one.
    'https://evil.example@shop.example/',
    'https://www.shop.example/',
    'https://xshop.example/',
    'https://shop.exampl/',
    'https://shop.example./',
    'https://shop.example:8443/',
    'https://shop.example:80/',
    'http://shop.example/',
    'http://shop.example:443/',
    'https://sh%6Fp.example.evil.example/',
    'https://ѕhop.example/',
    'https://worker.test.evil.example/',
    'http://worker.test/',
    'http://localhost/',
    'https:///evil.example/',
  ])('for %s', async (redirectTo) => {
    const { codeChallenge } = await createPkce();
    const asked = createTestWorker();
    const reply = await leaveSession(asked, member, { codeChallenge, redirectTo });
    expect(await readProblem(reply)).toMatchObject({ status: 403, code: 'forbidden_origin' });
    expect(asked.fetched).toEqual([]);
    expect(await stored(codeChallenge)).toEqual([]);
  });

  test.each([
    ['redirectTo', 'javascript:alert(document.domain)'],
    ['redirectTo', 'JavaScript://shop.example/%0aalert(1)'],
    ['redirectTo', 'data:text/html,<script>alert(1)</script>'],
    ['redirectTo', 'https:shop.example'],
    ['redirectTo', 'https:/shop.example'],
    ['redirectTo', '//shop.example/'],
    ['redirectTo', '/cart'],
    ['redirectTo', 'https://shop.example\\@evil.example/'],
    ['redirectTo', 'https://shop.example/\r\nset-cookie: a=b'],
    ['redirectTo', 'https://shop.example:99999/'],
    ['redirectTo', 'https://[shop.example]/'],
    ['redirectTo', 5],
    ['codeChallenge', 'too-short'],
    ['codeChallenge', 'x'.repeat(44)],
    ['codeChallenge', `${'x'.repeat(42)}=`],
    ['codeChallenge', ['x'.repeat(43)]],
    ['refreshToken', ''],
    ['refreshToken', null],
    ['expiresAt', 'soon'],
    ['expiresAt', Date.now()],
  ])('for a request with this %s: %j', async (field, value) => {
    const asked = createTestWorker();
    const reply = await leaveSession(asked, member, { codeChallenge, [field]: value });
    const detail = `${field} is not valid`;
    expect(await readProblem(reply)).toMatchObject({ code: 'invalid_request', detail });
    expect(asked.fetched).toEqual([]);
  });

  test.each(['accessToken', 'userId', 'origin', 'code', 'codeChallengeMethod', 'isAnonymous'])(
    'for a request that says more than it may: %s',
    async (name) => {
      const reply = await leaveSession(createTestWorker(), member, { codeChallenge, [name]: 'x' });
      const detail = `${name} is not a known field`;
      expect(await readProblem(reply)).toMatchObject({ code: 'invalid_request', detail });
    },
  );

  test('by nobody, and by no visitor', async () => {
    const asked = createTestWorker();
    const visitor = await becomeVisitor(asked);
    asked.fetched.length = 0;
    for (const headers of [{}, visitor]) {
      const reply = await leaveSession(asked, { headers }, { codeChallenge });
      expect(await readProblem(reply)).toMatchObject({ status: 401, code: 'unauthenticated' });
    }
    expect(asked.fetched).toEqual([]);
  });
});

test('a register page of an allowed origin may leave one, and no other page', async () => {
  const body = { ...handedOver, codeChallenge, redirectTo: `${shop}/` };
  const from = (page: string) =>
    post(worker, memberPaths.sessionCode, body, { ...member.headers, origin: page });
  const allowed = await from('https://blog.example');
  expect(allowed.status).toBe(200);
  expect(allowed.headers.get('access-control-allow-origin')).toBe('https://blog.example');
  const refused = await from('https://evil.example');
  expect((await readProblem(refused)).code).toBe('forbidden_origin');
  expect(refused.headers.get('access-control-allow-origin')).toBeNull();
});
