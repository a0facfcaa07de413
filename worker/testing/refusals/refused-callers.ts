import { SignJWT, type JWTPayload } from 'jose';
import { inject } from 'vitest';
import {
  chatDetailsPath,
  chatStopPath,
  chatStreamPath,
  feedbackPath,
  memberPaths,
  paths,
} from '../../../protocol/paths.ts';
import { askForJson } from '../ask.ts';
import { createTestWorker } from '../create-test-worker.ts';
import { signUp, type Member } from '../sign-up.ts';
import { becomeVisitor } from '../visitor.ts';
import { asking, databaseSays, requesting, sending, type Refusal, type RefusedRequest } from './refusal.ts';

/*
 * Refused for who asks, or for what they ask of.
 */

const nobodys = crypto.randomUUID();
const exportPath = (chatId: string) => `${chatDetailsPath(chatId)}/export`;

/** A turn with this token. */
function askingAs(token: string): RefusedRequest {
  return asking({}, { headers: { authorization: `Bearer ${token}` } });
}

/** A token of a user whom nobody knows, good but for what the claims change. */
async function signToken(changed: JWTPayload = {}, secret = inject('stack').jwtSecret): Promise<string> {
  const soon = Math.floor(Date.now() / 1_000) + 600;
  const good = { sub: crypto.randomUUID(), aud: 'authenticated', role: 'authenticated', exp: soon };
  const token = new SignJWT({ ...good, ...changed }).setProtectedHeader({ alg: 'HS256' });
  return token.sign(new TextEncoder().encode(secret));
}

export const unauthenticatedCallers: readonly [Refusal, ...Refusal[]] = [
  { cause: 'a history of nobody', arrange: () => requesting('GET', paths.chatHistory) },
  {
    cause: 'a history of a visitor',
    arrange: async () => {
      const worker = createTestWorker();
      return requesting('GET', paths.chatHistory, { worker, headers: await becomeVisitor(worker) });
    },
  },
  { cause: 'an export for nobody', arrange: () => requesting('GET', exportPath(nobodys)) },
  { cause: 'a name by nobody', arrange: () => sending('PATCH', chatDetailsPath(nobodys), '{"title":"x"}') },
  { cause: 'a deletion by nobody', arrange: () => requesting('DELETE', chatDetailsPath(nobodys)) },
  {
    cause: 'chats that a visitor claims for nobody',
    arrange: async () => {
      const worker = createTestWorker();
      return requesting('POST', memberPaths.claim, { worker, headers: await becomeVisitor(worker) });
    },
  },
  { cause: 'a session of nobody', arrange: () => sending('POST', memberPaths.sessionCode, '{}') },
];

export const invalidTokens: readonly [Refusal, ...Refusal[]] = [
  { cause: 'a token that is none', arrange: () => askingAs('x.y.z') },
  {
    cause: 'a token that is over',
    arrange: async () => askingAs(await signToken({ exp: Math.floor(Date.now() / 1_000) - 60 })),
  },
  {
    cause: 'a token that somebody else has signed',
    arrange: async () => askingAs(await signToken({}, 'another secret of another project')),
  },
  {
    cause: 'a token of the service role',
    arrange: async () => askingAs(await signToken({ role: 'service_role' })),
  },
  { cause: 'our own secret key', arrange: () => askingAs(inject('stack').secretKey) },
  { cause: 'a token whose user is gone', arrange: async () => askingAs(await signToken()) },
  {
    cause: 'chats that are claimed for a user who is gone',
    arrange: async () => {
      const worker = createTestWorker();
      const authorization = `Bearer ${await signToken()}`;
      const headers = { ...(await becomeVisitor(worker)), authorization };
      return requesting('POST', memberPaths.claim, { worker, headers });
    },
  },
  {
    cause: 'a token that ends on its way to the database',
    arrange: async () => {
      const fetch = databaseSays('begin_turn', 401, { code: 'PGRST303' });
      return asking({}, { worker: createTestWorker({ fetch }), ...(await signUp()) });
    },
  },
  {
    cause: 'a token that ends on its way there with a thumb',
    arrange: async () => {
      const worker = createTestWorker({ fetch: databaseSays('give_feedback', 401, { code: 'PGRST303' }) });
      return sending('PUT', feedbackPath(nobodys), '{"rating":"up"}', { worker, ...(await signUp()) });
    },
  },
];

const evil = { origin: 'https://evil.example' };

export const forbiddenOrigins: readonly [Refusal, ...Refusal[]] = [
  { cause: 'a message from a page of somebody else', arrange: () => asking({}, { headers: evil }) },
  {
    cause: 'a preflight of it',
    arrange: () =>
      requesting('OPTIONS', paths.chat, { headers: { ...evil, 'access-control-request-method': 'POST' } }),
  },
  { cause: 'a page without an origin', arrange: () => asking({}, { headers: { origin: 'null' } }) },
];

/** A request of somebody who knows everything of a user's chat but is not that user. */
function asStranger(
  request: (chat: { id: string; questionId: string; answerId: string }, stranger: Member) => RefusedRequest,
): () => Promise<RefusedRequest> {
  return async () => {
    const [owner, stranger] = [await signUp(), await signUp()];
    const { chatId, userMessage, message } = await askForJson(
      createTestWorker(),
      { message: 'Mine' },
      owner.headers,
    );
    return request({ id: chatId, questionId: userMessage.id, answerId: message.id }, stranger);
  };
}

/** A message into the chat of a visitor, by somebody else. */
function intoVisitorsChat(otherHeaders: () => Promise<Record<string, string>>) {
  return async () => {
    const worker = createTestWorker();
    const { chatId } = await askForJson(worker, { message: 'Of a visitor' }, await becomeVisitor(worker));
    return asking({ chatId }, { worker, headers: await otherHeaders() });
  };
}

export const notFound: readonly [Refusal, ...Refusal[]] = [
  { cause: 'a path there is not', arrange: () => requesting('GET', '/api/nothing') },
  { cause: 'a chat there is not', arrange: () => requesting('GET', chatDetailsPath(nobodys)) },
  { cause: 'a chat whose id is none', arrange: () => requesting('GET', chatDetailsPath('latest')) },
  {
    cause: 'no message to answer again',
    arrange: () =>
      asking({ message: undefined, regenerate: true, chatId: nobodys, parentId: crypto.randomUUID() }),
  },
  { cause: 'no message to follow', arrange: () => asking({ parentId: crypto.randomUUID() }) },
  {
    cause: 'reading the chat of a user',
    arrange: asStranger(({ id }, stranger) => requesting('GET', chatDetailsPath(id), stranger)),
  },
  {
    cause: 'exporting it',
    arrange: asStranger(({ id }, stranger) => requesting('GET', exportPath(id), stranger)),
  },
  {
    cause: 'joining its answer',
    arrange: asStranger(({ id }, stranger) => requesting('GET', chatStreamPath(id), stranger)),
  },
  {
    cause: 'stopping its answer',
    arrange: asStranger(({ id }, stranger) => requesting('POST', chatStopPath(id), stranger)),
  },
  {
    cause: 'naming it',
    arrange: asStranger(({ id }, who) => sending('PATCH', chatDetailsPath(id), '{"title":"x"}', who)),
  },
  {
    cause: 'deleting it',
    arrange: asStranger(({ id }, stranger) => requesting('DELETE', chatDetailsPath(id), stranger)),
  },
  {
    cause: 'judging its answer',
    arrange: asStranger(({ answerId }, who) =>
      sending('PUT', feedbackPath(answerId), '{"rating":"up"}', who),
    ),
  },
  {
    cause: 'judging a question',
    arrange: asStranger(({ questionId }) => sending('PUT', feedbackPath(questionId), '{"rating":"up"}')),
  },
  {
    cause: 'taking back what is thought of it',
    arrange: asStranger(({ answerId }, stranger) => requesting('DELETE', feedbackPath(answerId), stranger)),
  },
  {
    cause: 'writing into it',
    arrange: asStranger(({ id: chatId }, stranger) => asking({ chatId }, stranger)),
  },
  {
    cause: 'writing into it without a name',
    arrange: asStranger(({ id: chatId }) => asking({ chatId })),
  },
  {
    cause: 'writing one of its messages again',
    arrange: asStranger(({ questionId: messageId }, stranger) => asking({ messageId }, stranger)),
  },
  {
    cause: 'asking for another answer in it',
    arrange: asStranger(({ id: chatId, questionId: parentId }, stranger) =>
      asking({ message: undefined, regenerate: true, chatId, parentId }, stranger),
    ),
  },
  {
    cause: 'a user who writes into the chat of a visitor',
    arrange: intoVisitorsChat(async () => (await signUp()).headers),
  },
  {
    cause: 'a visitor who writes into the chat of another',
    arrange: intoVisitorsChat(() => becomeVisitor(createTestWorker())),
  },
];

export const wrongMethods: readonly [Refusal, ...Refusal[]] = [
  { cause: 'reading where one writes', arrange: () => requesting('GET', paths.chat), allow: 'POST' },
  {
    cause: 'writing where one reads',
    arrange: () => sending('POST', paths.chatHistory, '{}'),
    allow: 'GET, HEAD',
  },
  {
    cause: 'reading where one stops',
    arrange: () => requesting('GET', chatStopPath(nobodys)),
    allow: 'POST',
  },
  {
    cause: 'a method of another API',
    arrange: () => sending('PUT', chatDetailsPath(nobodys), '{}'),
    allow: 'GET, HEAD, PATCH, DELETE',
  },
];
