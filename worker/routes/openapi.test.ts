import { env } from 'cloudflare:workers';
import { describe, expect, test } from 'vitest';
import * as v from 'valibot';
import { Problem, problems } from '../../protocol/errors.ts';
import { ChatHistoryQuery } from '../../protocol/history.ts';
import { visitorHeader } from '../../protocol/paths.ts';
import { createApp } from '../app.ts';
import { parseBindings } from '../bindings.ts';
import { createDependencies } from '../dependencies.ts';
import { parseEnv } from '../env.ts';
import { fieldSchema, wireSchemas } from '../openapi/schemas.ts';
import { ask, askForJson } from '../testing/ask.ts';
import { createTestWorker, testEnv } from '../testing/create-test-worker.ts';
import { createPkce, leaveSession, readCode, shop, takeSession } from '../testing/hand-off.ts';
import { signUp } from '../testing/sign-up.ts';
import { becomeVisitor } from '../testing/visitor.ts';

const Ref = v.looseObject({ $ref: v.optional(v.string()) });
const Schema = v.looseObject({ ...Ref.entries, allOf: v.optional(v.array(Ref)) });
const Content = v.record(v.string(), v.object({ schema: Schema }));
const ObjectSchema = v.object({
  properties: v.record(v.string(), v.unknown()),
  required: v.array(v.string()),
});
const Document = v.object({
  openapi: v.literal('3.1.0'),
  paths: v.record(
    v.string(),
    v.record(
      v.string(),
      v.object({
        operationId: v.string(),
        security: v.array(v.record(v.string(), v.array(v.string()))),
        parameters: v.array(v.looseObject({ name: v.string(), in: v.string(), schema: v.looseObject({}) })),
        requestBody: v.optional(v.object({ content: Content })),
        responses: v.record(v.string(), v.object({ content: v.optional(Content) })),
      }),
    ),
  ),
  components: v.object({
    schemas: v.record(v.string(), v.looseObject({})),
    responses: v.record(v.string(), v.looseObject({})),
    securitySchemes: v.record(v.string(), v.looseObject({})),
  }),
});

const reply = await createTestWorker().send('/api/openapi.json');
const { paths, components } = v.parse(Document, await reply.json());
const operations = Object.entries(paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, ...operation })),
);

test('it has every method of every path of the application, and nothing else', () => {
  const { routes } = createApp(createDependencies(parseEnv(testEnv()), parseBindings(env)));
  const real = routes.filter(({ method }) => method !== 'ALL').map(({ method, path }) => `${method} ${path}`);
  const described = operations.map(
    ({ method, path }) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`,
  );
  expect(described.sort()).toEqual([...new Set(real)].sort());
  expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
});

test('every failure of the contract is told somewhere, under its status', () => {
  for (const [code, { status }] of Object.entries(problems)) {
    // There is no operation that it could belong to.
    if (code === 'method_not_allowed') {
      expect(JSON.stringify(components.responses)).toContain(`"${code}"`);
      continue;
    }
    const holders = operations.filter(({ responses }) =>
      JSON.stringify(responses[String(status)] ?? '').includes(`"${code}"`),
    );
    expect(holders, code).not.toEqual([]);
  }
});

test('it says who may call: only users, users and visitors, or everybody', () => {
  const audience = (path: string, method: string) => paths[path]?.[method]?.security;
  expect(audience('/api/chat-history', 'get')).toEqual([{ user: [] }]);
  expect(audience('/api/chat', 'post')).toEqual([{ user: [] }, { visitor: [] }, {}]);
  expect(audience('/api/config', 'get')).toEqual([]);
  expect(audience('/api/claim', 'post')).toEqual([{ user: [] }]);
  expect(audience('/api/session/code', 'post')).toEqual([{ user: [] }]);
  expect(audience('/api/session/exchange', 'post')).toEqual([]);
  expect(components.securitySchemes).toMatchObject({
    user: { type: 'http', scheme: 'bearer' },
    visitor: { type: 'apiKey', in: 'header', name: visitorHeader },
  });
});

test('queries and bodies are those of the contract', () => {
  const names = paths['/api/chat-history']?.['get']?.parameters.map(({ name }) => name);
  expect(names).toEqual(['limit', 'cursor', 'search']);
  expect(paths['/api/chat']?.['post']?.requestBody?.content['application/json']?.schema.$ref).toBe(
    '#/components/schemas/ChatRequest',
  );
  expect(components.schemas['Problem']).toMatchObject({
    properties: { code: { type: 'string', enum: Object.keys(problems) } },
  });
});

test('an answer can be joined where one left it, and be stopped', () => {
  expect(paths['/api/chat/{chatId}/stream']?.['get']?.parameters).toEqual([
    expect.objectContaining({ name: 'chatId', in: 'path' }),
    expect.objectContaining({ name: 'last-event-id', in: 'header' }),
  ]);
  const stop = paths['/api/chat/{chatId}/stop']?.['post'];
  expect(Object.keys(stop?.responses ?? {})).toEqual(expect.arrayContaining(['204', '404', '429', '503']));
  expect(stop?.parameters).toContainEqual(expect.objectContaining({ name: 'last-event-id', in: 'header' }));
  expect(stop?.requestBody).toBeUndefined();
});

test('a claim needs the token of the visitor, and a session its challenge', () => {
  const claim = paths['/api/claim']?.['post'];
  expect(claim?.parameters).toMatchObject([{ name: visitorHeader, in: 'header', required: true }]);
  expect(claim?.requestBody).toBeUndefined();
  const { properties, required } = v.parse(ObjectSchema, components.schemas['SessionCodeRequest']);
  expect(properties['codeChallenge']).toMatchObject({ pattern: '^[\\w-]{43}$' });
  expect(required).toEqual(['codeChallenge', 'redirectTo', 'refreshToken', 'expiresAt']);
});

test('how many chats one can ask for is a number, within the bounds that the contract has', () => {
  const parameters = paths['/api/chat-history']?.['get']?.parameters;
  const schema = parameters?.find(({ name }) => name === 'limit')?.schema;
  const Limit = v.object({ type: v.literal('integer'), minimum: v.number(), maximum: v.number() });
  const { minimum, maximum } = v.parse(Limit, schema);
  const isValid = (limit: number) => v.safeParse(ChatHistoryQuery, { limit: String(limit) }).success;
  expect([minimum - 1, minimum, maximum, maximum + 1].map(isValid)).toEqual([false, true, true, false]);
  expect(v.parse(ChatHistoryQuery, {}).limit).toBe(schema?.['default']);
});

test('a check that JSON Schema has no words for is not lost unseen', () => {
  const unheard = v.pipe(
    v.string(),
    v.check(() => true, 'is not heard of'),
  );
  expect(() => fieldSchema(unheard)).toThrow('"check" action');
});

describe('what is really sent is what is described', async () => {
  const worker = createTestWorker();
  const { headers } = await signUp();
  const visitor = await becomeVisitor(worker);
  const { chatId, message } = await askForJson(worker, { message: 'Describe yourself' }, headers);
  const replies = operations
    .filter(({ method, path }) => method === 'get' && path !== '/api/openapi.json')
    .map(({ path, responses }) => ({ path, responses }));

  test.each(replies)('GET $path', async ({ path, responses }) => {
    const query = path.endsWith('/export') ? '?format=json' : '';
    const as = path === '/api/anonymous-usage' ? visitor : headers;
    await check(await worker.send(path.replace('{chatId}', chatId) + query, { headers: as }), responses);
  });

  test('a turn, a new name, and failures', async () => {
    const { post } = paths['/api/chat'] ?? {};
    const { patch, get } = paths['/api/chat-details/{chatId}'] ?? {};
    await check(
      await ask(worker, { message: 'Hi' }, { ...headers, accept: 'application/json' }),
      post!.responses,
    );
    await check(await ask(worker, { message: '' }, headers), post!.responses);
    const path = `/api/chat-details/${chatId}`;
    const body = JSON.stringify({ title: 'Mine' });
    const type = { 'content-type': 'application/json' };
    await check(
      await worker.send(path, { method: 'PATCH', headers: { ...headers, ...type }, body }),
      patch!.responses,
    );
    await check(await worker.send(path, { headers: visitor }), get!.responses);
  });

  test('feedback, given and taken back', async () => {
    const { put, delete: remove } = paths['/api/feedback/{messageId}'] ?? {};
    const path = `/api/feedback/${message.id}`;
    const type = { 'content-type': 'application/json' };
    for (const comment of ['Good', 'x'.repeat(1_001)]) {
      const body = JSON.stringify({ rating: 'up', comment });
      await check(
        await worker.send(path, { method: 'PUT', headers: { ...headers, ...type }, body }),
        put!.responses,
      );
    }
    await check(await worker.send(path, { method: 'DELETE', headers }), remove!.responses);
    await check(await worker.send(path, { method: 'DELETE', headers: visitor }), remove!.responses);
  });

  test('a session that goes to another page, and a claim', async () => {
    const described = (path: string) => paths[path]!['post']!.responses;
    const { codeVerifier, codeChallenge } = await createPkce();
    const member = { headers };
    const code = await readCode(await leaveSession(worker, member, { codeChallenge }));
    for (const redirectTo of [`${shop}/`, 'https://evil.example/', '/'])
      await check(
        await leaveSession(worker, member, { codeChallenge, redirectTo }),
        described('/api/session/code'),
      );
    for (let times = 0; times < 2; times += 1)
      await check(await takeSession(worker, { code, codeVerifier }), described('/api/session/exchange'));
    for (const as of [{ ...headers, ...visitor }, headers, visitor])
      await check(await worker.send('/api/claim', { method: 'POST', headers: as }), described('/api/claim'));
  });

  async function check(sent: Response, responses: (typeof operations)[number]['responses']) {
    const described = responses[String(sent.status)];
    expect(described, `status ${String(sent.status)}`).toBeDefined();
    if (sent.status === 204) return;
    const type = sent.headers.get('content-type') ?? '';
    const { $ref, allOf } = described?.content?.[type]?.schema ?? {};
    const name = ($ref ?? allOf?.[0]?.$ref)?.replace('#/components/schemas/', '');
    const schema = Object.entries(wireSchemas).find(([known]) => known === name)?.[1];
    const body = v.parse(schema!, await sent.json());
    // Of the failures only those that this operation is said to have.
    if (name === 'Problem') expect(JSON.stringify(allOf)).toContain(`"${v.parse(Problem, body).code}"`);
  }
});
