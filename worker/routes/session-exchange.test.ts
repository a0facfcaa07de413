import { describe, expect, test } from 'vitest';
import * as v from 'valibot';
import { memberPaths, visitorHeader } from '../../protocol/paths.ts';
import { SessionExchangeReply } from '../../protocol/session-hand-off.ts';
import { readProblem } from '../testing/ask.ts';
import { createTestWorker, freshAddress, origin } from '../testing/create-test-worker.ts';
import { rows, updateRows } from '../testing/database.ts';
import {
  blog,
  createPkce,
  handedOver,
  leaveSession,
  type Pkce,
  post,
  readCode,
  shop,
  takeSession,
} from '../testing/hand-off.ts';
import { signUp } from '../testing/sign-up.ts';

const worker = createTestWorker();
const member = await signUp();

interface Left extends Pkce {
  readonly code: string;
}

/** A session that waits for the widget of a page. */
async function leave(redirectTo = `${shop}/cart`): Promise<Left> {
  const pkce = await createPkce();
  const { codeChallenge } = pkce;
  const code = await readCode(await leaveSession(worker, member, { codeChallenge, redirectTo }));
  return { ...pkce, code };
}

function take({ code, codeVerifier }: Pick<Left, 'code' | 'codeVerifier'>, from?: string | null) {
  return takeSession(worker, { code, codeVerifier }, from);
}

const storedFor = ({ codeChallenge }: Pkce) => `session_codes?code_challenge=eq.${codeChallenge}`;

const session = { accessToken: member.accessToken, ...handedOver };

/** Refused as whatever else is wrong with a code. */
async function expectRefused(reply: Response) {
  const { requestId, ...problem } = await readProblem(reply);
  expect(requestId).toMatch(/^[\da-f-]{36}$/);
  expect(problem).toEqual({
    type: 'urn:paynless:problem:invalid_request',
    title: 'The request is not valid',
    status: 400,
    detail: 'The code is not good, or not any more',
    code: 'invalid_request',
    retryable: false,
  });
}

describe('a code', () => {
  test('is exchanged for the session that was left with it, once', async () => {
    const left = await leave();
    const asked = createTestWorker();
    const reply = await takeSession(asked, { code: left.code, codeVerifier: left.codeVerifier });
    expect(reply.status).toBe(200);
    expect(v.parse(SessionExchangeReply, await reply.json())).toEqual({ session });
    expect(reply.headers.get('cache-control')).toBe('no-store');
    expect(reply.headers.get('access-control-allow-origin')).toBe(shop);
    expect(reply.headers.get('server-timing')).toContain('db;dur=');
    // Signing in makes nobody a visitor.
    expect(reply.headers.get(visitorHeader)).toBeNull();
    expect(asked.fetched).toHaveLength(1);
    // What it stood for is gone from the database.
    expect(JSON.stringify(await rows(storedFor(left)))).not.toMatch(/"session_ciphertext":"[^"]/);

    await expectRefused(await take(left));
  });

  test('goes to one of those who show it at the same time', async () => {
    const left = await leave();
    const replies = await Promise.all(Array.from({ length: 5 }, () => take(left)));
    const won = replies.filter(({ status }) => status === 200);
    expect(won).toHaveLength(1);
    for (const reply of replies) if (reply.status !== 200) await expectRefused(reply);
  });

  test('for a page of our own is good without an origin, and with it', async () => {
    for (const from of [null, origin])
      expect(await (await take(await leave(`${origin}/chat`), from)).json()).toEqual({ session });
  });

  test('is used up by the first who tries it, with whatever verifier', async () => {
    const left = await leave();
    const { codeVerifier } = await createPkce();
    await expectRefused(await take({ ...left, codeVerifier }));
    await expectRefused(await take(left));
  });

  test('is used up by the first who tries it, on whatever page', async () => {
    for (const from of [blog, origin, null]) {
      const left = await leave();
      await expectRefused(await take(left, from));
      await expectRefused(await take(left));
    }
    const own = await leave(`${origin}/chat`);
    await expectRefused(await take(own));
    await expectRefused(await take(own, null));
  });

  test('is not good for a page that the deployment does not allow', async () => {
    const left = await leave();
    for (const from of ['https://evil.example', 'null', 'http://shop.example', 'https://shop.example.'])
      expect((await readProblem(await take(left, from))).code).toBe('forbidden_origin');
    // Such a page does not get as far as the code.
    expect((await take(left)).status).toBe(200);
  });

  test('is good for 60 seconds', async () => {
    const late = (seconds: number) => new Date(Date.now() - seconds * 1_000).toISOString();
    const [good, over] = [await leave(), await leave()];
    await updateRows(storedFor(good), { created_at: late(50), expires_at: late(-10) });
    await updateRows(storedFor(over), { created_at: late(61), expires_at: late(1) });
    expect((await take(good)).status).toBe(200);
    await expectRefused(await take(over));
    await updateRows(storedFor(over), { created_at: late(0), expires_at: late(-60) });
    // Nobody has it back by another clock.
    await expectRefused(await take(over));
  });

  test('that nobody has made is no better', async () => {
    const { codeVerifier, codeChallenge: code } = await createPkce();
    await expectRefused(await take({ code, codeVerifier }));
  });

  test('is not what stands in the database', async () => {
    const left = await leave();
    const [row] = await rows(storedFor(left));
    const hash = String(row?.['code_hash']);
    const { codeVerifier } = left;
    for (const code of [hash.slice(0, 43), hash.slice(-43), left.codeChallenge])
      await expectRefused(await take({ code, codeVerifier }));
    expect((await take(left)).status).toBe(200);
  });

  test('opens nothing that somebody has changed, or put there, in the database', async () => {
    const [mine, theirs] = [await leave(), await leave(`${blog}/`)];
    const [{ session_ciphertext: sealed } = {}] = await rows(storedFor(theirs));
    await updateRows(storedFor(mine), { session_ciphertext: sealed });
    await expectRefused(await take(mine));

    // A session of one page, bound to another with another verifier.
    const pkce = await createPkce();
    await updateRows(storedFor(theirs), { origin: shop, code_challenge: pkce.codeChallenge });
    await expectRefused(await take({ ...theirs, ...pkce }));

    for (const session_ciphertext of ['', 'x', JSON.stringify(session), `${String(sealed)}x`]) {
      const left = await leave();
      await updateRows(storedFor(left), { session_ciphertext });
      await expectRefused(await take(left));
    }
  });

  test('opens nothing under another secret of the deployment', async () => {
    const left = await leave();
    const other = createTestWorker({ env: { VISITOR_SECRET: 'another secret, of thirty-two characters' } });
    await expectRefused(await takeSession(other, { code: left.code, codeVerifier: left.codeVerifier }));
    expect((await take(left)).status).toBe(200);
  });
});

describe('a request', () => {
  const good = { code: 'c'.repeat(43), codeVerifier: 'v'.repeat(43) };

  test.each([
    [{ code: undefined }, 'code is missing'],
    [{ code: 'short' }, 'code is not valid'],
    [{ code: { $ne: '' } }, 'code is not valid'],
    [{ codeVerifier: undefined }, 'codeVerifier is missing'],
    [{ codeVerifier: 'v'.repeat(42) }, 'codeVerifier is not valid'],
    [{ codeVerifier: 'v'.repeat(129) }, 'codeVerifier is not valid'],
    [{ codeVerifier: `${'v'.repeat(43)}/` }, 'codeVerifier is not valid'],
    [{ origin: shop }, 'origin is not a known field'],
    [{ codeChallenge: good.code }, 'codeChallenge is not a known field'],
    [{ remaining: 3 }, 'remaining is not a known field'],
  ])('with %j is refused before the database is asked', async (changed, detail) => {
    const asked = createTestWorker();
    const reply = await takeSession(asked, { ...good, ...changed });
    expect(await readProblem(reply)).toMatchObject({ code: 'invalid_request', detail });
    expect(asked.fetched).toEqual([]);
  });

  test('in an address, or as a form, is none', async () => {
    const asked = createTestWorker();
    const query = new URLSearchParams(good).toString();
    expect((await asked.send(`${memberPaths.sessionExchange}?${query}`)).status).toBe(405);
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const form = await asked.send(memberPaths.sessionExchange, { method: 'POST', headers, body: query });
    expect((await readProblem(form)).code).toBe('invalid_request');
    expect(asked.fetched).toEqual([]);
  });

  test('with a token that is no good is refused, like everywhere', async () => {
    const left = await leave();
    const { code, codeVerifier } = left;
    const headers = { authorization: 'Bearer x.y.z', origin: shop };
    const reply = await post(worker, memberPaths.sessionExchange, { code, codeVerifier }, headers);
    expect((await readProblem(reply)).code).toBe('invalid_token');
    expect((await take(left)).status).toBe(200);
  });

  test('counts for its address, whatever other addresses it names', async () => {
    const keys: string[] = [];
    const allows = (key: string) => Promise.resolve(keys.push(key) <= 2);
    const ip = freshAddress();
    const asked = createTestWorker({ bursts: { writes: { allows } }, ip });
    const spoofed = () => ({
      'x-forwarded-for': freshAddress(),
      'x-real-ip': freshAddress(),
      'true-client-ip': freshAddress(),
      forwarded: `for="[${freshAddress()}]"`,
    });
    const statuses: number[] = [];
    for (let sent = 0; sent < 3; sent += 1)
      statuses.push((await post(asked, memberPaths.sessionExchange, good, spoofed())).status);
    expect(statuses).toEqual([400, 400, 429]);
    expect(new Set(keys).size).toBe(1);
    expect(asked.fetched).toHaveLength(2);

    const elsewhere = createTestWorker({ bursts: { writes: { allows } } });
    await takeSession(elsewhere, good);
    const nowhere = createTestWorker({ bursts: { writes: { allows } }, ip: null });
    await takeSession(nowhere, good);
    await takeSession(nowhere, good);
    // Without an address there is one place for all: nobody is let in for having none.
    expect(new Set(keys.slice(-2)).size).toBe(1);
    expect(new Set(keys).size).toBe(3);
  });
});

test('a preflight of an allowed page is answered, and of no other', async () => {
  for (const path of [memberPaths.sessionCode, memberPaths.sessionExchange, memberPaths.claim]) {
    const ask = (page: string) =>
      worker.send(path, {
        method: 'OPTIONS',
        headers: { origin: page, 'access-control-request-method': 'POST' },
      });
    expect((await ask(shop)).status).toBe(204);
    expect((await ask('https://evil.example')).status).toBe(403);
  }
});
