import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ChatReply } from '../../protocol/chat.ts';
import { Problem } from '../../protocol/errors.ts';
import { chatDetailsPath, feedbackPath, memberPaths, paths, servicePaths } from '../../protocol/paths.ts';
import { fromFreshAddress, type ApiCaller } from './callers.ts';
import { openDeployment, type Deployment } from './open-deployment.ts';
import { seeded } from './seed.ts';

/** Who gets what from each route, asked over HTTP and written down where it can be read: docs/api-access.md. */
const page = fileURLToPath(new URL('../../docs/api-access.md', import.meta.url));

interface Operation {
  readonly method: string;
  /** As OpenAPI writes it: `/api/chat-details/{chatId}`. */
  readonly path: string;
}

/** What a request of these operations carries; the others need no body. */
const bodies: Record<string, (chatId: string) => object> = {
  'POST /api/session/code': () => ({
    codeChallenge: 'c'.repeat(43),
    redirectTo: `${site.url}/`,
    refreshToken: 'r',
    expiresAt: 1_800_000_000,
  }),
  'POST /api/session/exchange': () => ({ code: 'c'.repeat(43), codeVerifier: 'v'.repeat(43) }),
  'POST /api/chat': (chatId) => ({ message: 'May I?', providerId: seeded.openai, chatId }),
  'PATCH /api/chat-details/{chatId}': () => ({ title: 'A name of mine' }),
  'PUT /api/feedback/{messageId}': () => ({ rating: 'up', comment: 'A thought of mine' }),
};

/** A conversation that is somebody's secret, and what they think of it. */
interface SecretChat {
  readonly id: string;
  readonly words: string;
  readonly answerId: string;
}

let site: Deployment;
let owner: ApiCaller;
let otherUser: ApiCaller;
let operations: Operation[];

beforeAll(async () => {
  site = await openDeployment({ environment: { MODEL_TITLES: 'false' } });
  owner = await site.signUp();
  otherUser = await site.signUp();
  operations = await readOperations();
});

afterAll(() => site.stop());

const OpenApi = v.object({ paths: v.record(v.string(), v.record(v.string(), v.unknown())) });

/** Every route there is, in the words of the Worker itself. */
async function readOperations(): Promise<Operation[]> {
  const reply = await fetch(`${site.url}${servicePaths.openapi}`);
  const document = v.parse(OpenApi, await reply.json());
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => ({ method: method.toUpperCase(), path })),
  );
}

async function writeSecretChat(caller: ApiCaller): Promise<SecretChat> {
  const words = `A secret ${crypto.randomUUID()}`;
  const reply = await write('POST', paths.chat, { message: words, providerId: seeded.openai }, caller);
  const { chatId: id, message } = v.parse(ChatReply, await reply.json());
  const judged = await write('PUT', feedbackPath(message.id), { rating: 'down', comment: words }, caller);
  expect(judged.status).toBe(200);
  return { id, words, answerId: message.id };
}

function write(method: string, path: string, body: object, { headers }: ApiCaller): Promise<Response> {
  return fetch(`${site.url}${path}`, {
    method,
    headers: {
      ...headers,
      ...fromFreshAddress(),
      'content-type': 'application/json',
      accept: 'application/json',
    },
    body: JSON.stringify(body),
  });
}

/** What a caller gets: the status and, for a refusal, its code; and whether the secret was in it. */
async function call({ method, path }: Operation, chat: SecretChat, { headers }: ApiCaller) {
  const body = bodies[`${method} ${path}`]?.(chat.id);
  const address = path.replace('{chatId}', chat.id).replace('{messageId}', chat.answerId);
  const reply = await fetch(`${site.url}${address}`, {
    method,
    headers: {
      ...headers,
      ...fromFreshAddress(),
      accept: 'application/json',
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await reply.text();
  const code = reply.ok ? '' : ` ${v.parse(Problem, JSON.parse(text)).code}`;
  return { cell: `${String(reply.status)}${code}`, tellsSecret: text.includes(chat.words) };
}

const columns = [
  'anonymous',
  'owner',
  'other user',
  'bad token',
  'visitor, own chat',
  "another visitor, a visitor's chat",
  "user, a visitor's chat",
];

/** A chat as its owner finds it: its name, all that was said in it, and what they think of it. */
async function readChat({ id }: SecretChat, { headers }: ApiCaller): Promise<unknown> {
  const reply = await fetch(`${site.url}${chatDetailsPath(id)}`, {
    headers: { ...headers, ...fromFreshAddress() },
  });
  expect(reply.status).toBe(200);
  return reply.json();
}

async function describeOperation(operation: Operation): Promise<string[]> {
  const chat = await writeSecretChat(owner);
  const before = await readChat(chat, owner);
  const nobody = await call(operation, chat, { headers: {} });
  const other = await call(operation, chat, otherUser);
  // The signature of another token: all else about it is right.
  const forged = owner.headers['authorization']!.replace(
    /[^.]+$/,
    otherUser.headers['authorization']!.split('.')[2]!,
  );
  const bad = await call(operation, chat, { headers: { authorization: forged } });
  for (const { tellsSecret } of [nobody, other, bad]) expect(tellsSecret, operation.path).toBe(false);
  expect(await readChat(chat, owner), operation.path).toEqual(before);
  const own = await call(operation, chat, owner);
  if (operation.path.endsWith('/export')) expect(own.tellsSecret).toBe(true);
  const cells = [nobody, own, other, bad, ...(await callVisitorsChat(operation))].map(({ cell }) => cell);
  return [`\`${operation.method} ${operation.path}\``, ...cells];
}

/** What a visitor, another one and a user get, about a chat of the first. */
async function callVisitorsChat(operation: Operation) {
  const [visitor, stranger] = [await site.visitor(), await site.visitor()];
  const chat = await writeSecretChat(visitor);
  const before = await readChat(chat, visitor);
  const others = [await call(operation, chat, stranger), await call(operation, chat, otherUser)];
  for (const { tellsSecret } of others) expect(tellsSecret, operation.path).toBe(false);
  expect(await readChat(chat, visitor), operation.path).toEqual(before);
  return [await call(operation, chat, visitor), ...others];
}

async function describeAll(): Promise<string> {
  const rows: string[][] = [];
  for (const operation of operations) rows.push(await describeOperation(operation));
  const table = [['route', ...columns], columns.map(() => '---').concat('---'), ...rows];
  const text = `# Who gets what

Every route, asked over HTTP by somebody without a token, the user who owns the chat in question, another user, and somebody with
a token whose signature is wrong; then by a visitor about a chat of their own, and by another visitor and a user about that chat.
What is nobody else's to know is \`404\`, as if it did not exist, and whatever strangers try, the chat stays as it was.
\`dev/e2e/api-access.test.ts\` asks and compares; \`UPDATE=1 npm run test:e2e -- api-access\` writes this page anew.

${table.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}
`;
  return format(text, { ...(await resolveConfig(page)), parser: 'markdown' });
}

describe('access to the API', () => {
  it('knows every path of the contract', () => {
    const known = new Set(operations.map(({ path }) => path));
    const all = Object.values({ ...paths, ...memberPaths, ...servicePaths }).map((path) =>
      path.replace(/:(\w+)/g, '{$1}'),
    );
    expect(all.filter((path) => !known.has(path))).toEqual([]);
  });

  it('is what docs/api-access.md says; UPDATE=1 writes it anew', async () => {
    const text = await describeAll();
    if (process.env['UPDATE']) writeFileSync(page, text);
    expect(text).toBe(readFileSync(page, 'utf8'));
  });
});
