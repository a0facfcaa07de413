import { SignJWT } from 'jose';
import { describe, expect, inject, test } from 'vitest';
import * as v from 'valibot';
import { ClaimReply } from '../../protocol/claim.ts';
import { ChatDetailsReply, ChatHistoryReply } from '../../protocol/history.ts';
import {
  chatDetailsPath,
  chatStopPath,
  chatStreamPath,
  feedbackPath,
  memberPaths,
  paths,
  visitorHeader,
} from '../../protocol/paths.ts';
import { Quota } from '../../protocol/quota.ts';
import { createJoseVisitorTokens } from '../identity/jose-visitor-tokens.ts';
import { ask, askForJson, readProblem } from '../testing/ask.ts';
import { createTestWorker, type TestWorker, testVisitorSecret } from '../testing/create-test-worker.ts';
import { rows } from '../testing/database.ts';
import { openTurn } from '../testing/open-turn.ts';
import { readEvents } from '../testing/read-events.ts';
import { signUp } from '../testing/sign-up.ts';
import { becomeVisitor } from '../testing/visitor.ts';

type Headers = Record<string, string>;

function claim(worker: TestWorker, user: Headers, visitor: Headers = {}): Promise<Response> {
  return worker.send(memberPaths.claim, { method: 'POST', headers: { ...user, ...visitor } });
}

/** What a user has claimed. */
async function claimed(worker: TestWorker, user: Headers, visitor: Headers): Promise<string[]> {
  return v.parse(ClaimReply, await (await claim(worker, user, visitor)).json()).chatIds;
}

async function readChat(worker: TestWorker, chatId: string, headers: Headers): Promise<ChatDetailsReply> {
  return v.parse(ChatDetailsReply, await (await worker.send(chatDetailsPath(chatId), { headers })).json());
}

async function history(worker: TestWorker, headers: Headers): Promise<ChatHistoryReply['chats']> {
  return v.parse(ChatHistoryReply, await (await worker.send(paths.chatHistory, { headers })).json()).chats;
}

/** A visitor with a chat. */
async function visitorWithChat(worker: TestWorker, message = 'Before I had an account') {
  const headers = await becomeVisitor(worker);
  const turn = await askForJson(worker, { message }, headers);
  await worker.settled();
  return { headers, ...turn };
}

const codeOf = async (reply: Promise<Response>) => (await readProblem(await reply)).code;

describe('a user who was a visitor', () => {
  test('finds their chats again: all that was said, what they thought of it, in its place', async () => {
    const worker = createTestWorker();
    const visitor = await visitorWithChat(worker, 'The first');
    const second = await askForJson(worker, { message: 'The second' }, visitor.headers);
    await worker.send(feedbackPath(visitor.message.id), {
      method: 'PUT',
      headers: { ...visitor.headers, 'content-type': 'application/json' },
      body: '{"rating":"up","comment":"Mine"}',
    });
    await worker.settled();
    const before = await readChat(worker, visitor.chatId, visitor.headers);
    const { headers } = await signUp();

    worker.fetched.length = 0;
    const reply = await claim(worker, headers, visitor.headers);
    expect(reply.status).toBe(200);
    expect(reply.headers.get('cache-control')).toBe('no-store');
    expect(reply.headers.get('server-timing')).toContain('db;dur=');
    expect(reply.headers.get(visitorHeader)).toBeNull();
    expect(worker.fetched).toHaveLength(1);
    expect(await reply.json()).toEqual({ chatIds: [second.chatId, visitor.chatId] });

    expect((await history(worker, headers)).map(({ id }) => id)).toEqual([second.chatId, visitor.chatId]);
    expect(await readChat(worker, visitor.chatId, headers)).toEqual(before);
    // It is theirs alone, and they may do with it what one does with a chat of one's own.
    const read = worker.send(chatDetailsPath(visitor.chatId), { headers: visitor.headers });
    expect(await codeOf(read)).toBe('not_found');
    expect(await codeOf(ask(worker, { message: 'More', chatId: visitor.chatId }, visitor.headers))).toBe(
      'not_found',
    );
    const next = await askForJson(worker, { message: 'And on', chatId: visitor.chatId }, headers);
    expect(next.userMessage.parentId).toBe(visitor.message.id);
    const change = { method: 'PUT', headers: { ...headers, 'content-type': 'application/json' } };
    const changed = await worker.send(feedbackPath(visitor.message.id), {
      ...change,
      body: '{"rating":"down"}',
    });
    expect(changed.status).toBe(200);
  });

  test('may say so again: nothing more is moved, or changed', async () => {
    const worker = createTestWorker();
    const visitor = await visitorWithChat(worker);
    const { headers } = await signUp();
    expect(await claimed(worker, headers, visitor.headers)).toEqual([visitor.chatId]);
    const after = await rows(`chats?id=eq.${visitor.chatId}`);
    expect(await claimed(worker, headers, visitor.headers)).toEqual([]);
    expect(await rows(`chats?id=eq.${visitor.chatId}`)).toEqual(after);
    expect(await history(worker, headers)).toHaveLength(1);
  });

  test('may say so in many tabs at once', async () => {
    const worker = createTestWorker();
    const visitor = await visitorWithChat(worker);
    const { headers } = await signUp();
    const all = await Promise.all(Array.from({ length: 4 }, () => claimed(worker, headers, visitor.headers)));
    expect(all.flat()).toEqual([visitor.chatId]);
  });

  test('has no free messages back by that', async () => {
    const worker = createTestWorker();
    const visitor = await visitorWithChat(worker);
    const { headers } = await signUp();
    await claim(worker, headers, visitor.headers);
    const usage = await worker.send(paths.anonymousUsage, { headers: visitor.headers });
    expect(v.parse(Quota, await usage.json())).toMatchObject({ used: 1, remaining: 2 });
  });

  test('who has said nothing has nothing to claim', async () => {
    const worker = createTestWorker();
    expect(await claimed(worker, (await signUp()).headers, await becomeVisitor(worker))).toEqual([]);
  });
});

describe('with the token of a visitor', () => {
  test('nobody gets more than that visitor had', async () => {
    const worker = createTestWorker();
    const [one, other] = [await visitorWithChat(worker), await visitorWithChat(worker)];
    const [member, bystander] = [await signUp(), await signUp()];
    const { chatId: theirs } = await askForJson(worker, { message: 'Of a user' }, bystander.headers);
    expect(await claimed(worker, member.headers, one.headers)).toEqual([one.chatId]);
    expect((await history(worker, member.headers)).map(({ id }) => id)).toEqual([one.chatId]);
    // The other visitor and the other user have what they had.
    expect((await readChat(worker, other.chatId, other.headers)).messages).toHaveLength(2);
    expect((await history(worker, bystander.headers)).map(({ id }) => id)).toEqual([theirs]);
  });

  test('nobody gets what has become another’s', async () => {
    const worker = createTestWorker();
    const visitor = await visitorWithChat(worker);
    const [owner, thief] = [await signUp(), await signUp()];
    await claim(worker, owner.headers, visitor.headers);
    expect(await claimed(worker, thief.headers, visitor.headers)).toEqual([]);
    expect((await history(worker, owner.headers)).map(({ id }) => id)).toEqual([visitor.chatId]);
    expect(await history(worker, thief.headers)).toEqual([]);
  });

  test('nobody gets anything without being a user', async () => {
    const worker = createTestWorker();
    const visitor = await visitorWithChat(worker);
    worker.fetched.length = 0;
    for (const headers of [{}, visitor.headers])
      expect(await codeOf(claim(worker, headers, visitor.headers))).toBe('unauthenticated');
    const bad = claim(worker, { authorization: 'Bearer x.y.z' }, visitor.headers);
    expect(await codeOf(bad)).toBe('invalid_token');
    expect(worker.fetched).toEqual([]);
    expect((await readChat(worker, visitor.chatId, visitor.headers)).messages).toHaveLength(2);
  });

  test('nobody gets anything for an account that is gone', async () => {
    const worker = createTestWorker();
    const visitor = await visitorWithChat(worker);
    const token = await new SignJWT({ role: 'authenticated' })
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject(crypto.randomUUID())
      .setAudience('authenticated')
      .setExpirationTime('1h')
      .sign(new TextEncoder().encode(inject('stack').jwtSecret));
    const gone = claim(worker, { authorization: `Bearer ${token}` }, visitor.headers);
    expect(await codeOf(gone)).toBe('invalid_token');
    expect((await readChat(worker, visitor.chatId, visitor.headers)).messages).toHaveLength(2);
  });
});

describe('a visitor token that is no good', () => {
  const id = crypto.randomUUID();
  const forge = (change: (jwt: SignJWT) => SignJWT, key = testVisitorSecret) =>
    change(
      new SignJWT()
        .setProtectedHeader({ alg: 'HS256' })
        .setSubject(id)
        .setIssuer('paynless-chat')
        .setAudience('paynless-visitor')
        .setExpirationTime('1h'),
    ).sign(new TextEncoder().encode(key));

  test.each([
    ['missing', () => undefined],
    ['empty', () => ''],
    ['a bare id', () => id],
    ['of another deployment', () => forge((jwt) => jwt, 'another secret of thirty-two characters')],
    ['expired', () => forge((jwt) => jwt.setExpirationTime(1))],
    ['for another audience', () => forge((jwt) => jwt.setAudience('authenticated'))],
    ['unsigned', () => `${btoa('{"alg":"none"}')}.${btoa(`{"sub":"${id}"}`)}.`],
    ['two in one', async () => `${await forge((jwt) => jwt)}, ${await forge((jwt) => jwt)}`],
    ['the access token of the user', (accessToken: string) => accessToken],
  ])('moves nothing, and is not replaced: %s', async (_what, make) => {
    const worker = createTestWorker();
    const { headers, accessToken } = await signUp();
    const token = await make(accessToken);
    const reply = await claim(worker, headers, token === undefined ? {} : { [visitorHeader]: token });
    expect(await readProblem(reply)).toMatchObject({
      status: 400,
      code: 'invalid_request',
      detail: 'The visitor token is missing or not valid',
    });
    expect(reply.headers.get(visitorHeader)).toBeNull();
    expect(worker.fetched).toEqual([]);
  });

  test('whose payload is that of another visitor, with the signature of one’s own', async () => {
    const worker = createTestWorker();
    const victim = await visitorWithChat(worker);
    const { token: own } = await createJoseVisitorTokens(testVisitorSecret).mint();
    const [header, payload] = String(victim.headers[visitorHeader]).split('.');
    const mixed = [header, payload, own.split('.')[2]].join('.');
    const { headers } = await signUp();
    expect(await codeOf(claim(worker, headers, { [visitorHeader]: mixed }))).toBe('invalid_request');
    expect((await readChat(worker, victim.chatId, victim.headers)).messages).toHaveLength(2);
  });
});

describe('an answer that runs while its chat is claimed', () => {
  async function openVisitorsTurn() {
    return openTurn({ headers: await becomeVisitor(createTestWorker()) });
  }

  test('goes on, can be joined by its new owner, and is stored as theirs', async () => {
    const { vendor, worker, elsewhere, headers: visitor, chatId, body, reply } = await openVisitorsTurn();
    const first = readEvents(reply);
    vendor.write('Before, ');
    const { headers } = await signUp();
    expect(await claimed(elsewhere, headers, visitor)).toEqual([chatId]);
    const lost = elsewhere.send(chatStreamPath(chatId), { headers: visitor });
    expect(await codeOf(lost)).toBe('not_found');
    const joined = readEvents(await elsewhere.send(chatStreamPath(chatId), { headers }));
    vendor.write('and after.');
    vendor.finish();
    expect((await first).text).toBe('Before, and after.');
    expect(await joined).toEqual(await first);
    await worker.settled();
    const { messages } = await readChat(elsewhere, chatId, headers);
    expect(messages).toMatchObject([
      { id: body.messageId, role: 'user' },
      { role: 'assistant', content: 'Before, and after.', status: 'complete' },
    ]);
    expect(await rows(`usage?chat_id=eq.${chatId}`)).toMatchObject([{ state: 'settled' }]);
    // Sent again by its new owner, it is told and not asked again.
    expect((await readEvents(await ask(elsewhere, body, headers))).text).toBe('Before, and after.');
  });

  test('can be stopped by its new owner, and no longer by the visitor', async () => {
    const { vendor, worker, elsewhere, headers: visitor, chatId, reply } = await openVisitorsTurn();
    const first = readEvents(reply);
    vendor.write('As far as this');
    const { headers } = await signUp();
    await claim(elsewhere, headers, visitor);
    const stop = (as: Headers) => elsewhere.send(chatStopPath(chatId), { method: 'POST', headers: as });
    expect(await codeOf(stop(visitor))).toBe('not_found');
    expect((await stop(headers)).status).toBe(204);
    expect((await first).parts.at(-1)).toMatchObject({ messageMetadata: { status: 'stopped' } });
    await worker.settled();
    expect((await readChat(elsewhere, chatId, headers)).messages.at(-1)).toMatchObject({ status: 'stopped' });
  });
});
