import { env } from 'cloudflare:workers';
import { SignJWT } from 'jose';
import { describe, expect, inject, test } from 'vitest';
import {
  chatDetailsPath,
  feedbackPath,
  memberPaths,
  paths,
  servicePaths,
  visitorHeader,
} from '../protocol/paths.ts';
import { createApp } from './app.ts';
import { parseBindings } from './bindings.ts';
import { createDependencies } from './dependencies.ts';
import { parseEnv } from './env.ts';
import { openAi, readProblem } from './testing/ask.ts';
import { createTestWorker, origin, testEnv } from './testing/create-test-worker.ts';
import { signUp } from './testing/sign-up.ts';
import { becomeVisitor } from './testing/visitor.ts';

const chatId = crypto.randomUUID();
const routes = appRoutes();
const readable = routes.filter(({ method }) => method === 'GET');

/** Every method of every path, as the application has them. */
function appRoutes(): { method: string; path: string; name: string }[] {
  const deps = createDependencies(parseEnv(testEnv()), parseBindings(env));
  const all = createApp(deps).routes.filter(({ method }) => method !== 'ALL');
  return [...new Map(all.map(({ method, path }) => [`${method} ${path}`, { method, path }]))].map(
    ([name, { method, path }]) => ({ name, method, path: path.replace(':chatId', chatId) }),
  );
}

function signToken(role: string, expiresAt: string): Promise<string> {
  const key = new TextEncoder().encode(inject('stack').jwtSecret);
  const token = new SignJWT({ role }).setProtectedHeader({ alg: 'HS256' }).setSubject(crypto.randomUUID());
  return token.setAudience('authenticated').setExpirationTime(expiresAt).sign(key);
}

describe('a token that is no good is refused on every route', async () => {
  const good = await signToken('authenticated', '1h');
  const tokens = [
    ['expired', `Bearer ${await signToken('authenticated', '-1h')}`],
    ['of the service role', `Bearer ${await signToken('service_role', '1h')}`],
    ['of the anon role', `Bearer ${await signToken('anon', '1h')}`],
    ['our own secret key', `Bearer ${inject('stack').secretKey}`],
    ['of another scheme', 'Basic dXNlcjpwYXNz'],
    ['of no scheme', good],
    ['empty', 'Bearer '],
    ['sent twice', `Bearer ${good}, Bearer ${good}`],
  ] as const;

  test('and these are all of them', () => {
    expect(routes.map(({ name }) => name).sort()).toMatchInlineSnapshot(`
      [
        "DELETE /api/chat-details/:chatId",
        "DELETE /api/feedback/:messageId",
        "GET /api/ai-providers",
        "GET /api/anonymous-usage",
        "GET /api/chat-details/:chatId",
        "GET /api/chat-details/:chatId/export",
        "GET /api/chat-history",
        "GET /api/chat/:chatId/stream",
        "GET /api/config",
        "GET /api/healthz",
        "GET /api/openapi.json",
        "GET /api/readyz",
        "GET /api/system-prompts",
        "PATCH /api/chat-details/:chatId",
        "POST /api/chat",
        "POST /api/chat/:chatId/stop",
        "POST /api/claim",
        "POST /api/session/code",
        "POST /api/session/exchange",
        "PUT /api/feedback/:messageId",
      ]
    `);
  });

  test.each(routes)('$name', async ({ method, path }) => {
    for (const [what, authorization] of tokens) {
      const worker = createTestWorker();
      const reply = await worker.send(path, { method, headers: { authorization } });
      expect(await readProblem(reply), what).toMatchObject({ status: 401, code: 'invalid_token' });
      expect(reply.headers.get('www-authenticate')).toBe('Bearer error="invalid_token"');
      expect(reply.headers.get(visitorHeader)).toBeNull();
      expect(worker.fetched).toEqual([]);
    }
  });

  test('in two headers', async () => {
    const headers = new Headers([
      ['authorization', `Bearer ${good}`],
      ['authorization', `Bearer ${good}`],
    ]);
    const reply = await createTestWorker().send(servicePaths.healthz, { headers });
    expect((await readProblem(reply)).code).toBe('invalid_token');
    expect(
      (await createTestWorker().send(servicePaths.healthz, { headers: { authorization: `Bearer ${good}` } }))
        .ok,
    ).toBe(true);
  });
});

describe('a token in the address', () => {
  test.each(readable)('means nothing: $name', async ({ path }) => {
    const { accessToken } = await signUp();
    const worker = createTestWorker();
    const plain = await worker.send(path);
    for (const name of ['access_token', 'token', 'authorization', 'jwt', 'apikey']) {
      const reply = await worker.send(`${path}?${name}=${accessToken}`);
      expect(reply.status, name).toBe(plain.status);
      const bad = await worker.send(`${path}?${name}=x.y.z`);
      expect(bad.status, name).toBe(plain.status);
    }
  });

  test('makes nobody a user who sends a message', async () => {
    const { accessToken } = await signUp();
    const worker = createTestWorker();
    const reply = await worker.send(`${paths.chat}?access_token=${accessToken}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ message: 'Who am I?', providerId: openAi }),
    });
    expect(reply.headers.get(visitorHeader)).not.toBeNull();
    expect(await reply.json()).toMatchObject({ quota: { limit: 3 } });
  });
});

describe('without a token', () => {
  test.each([
    paths.config,
    paths.aiProviders,
    paths.systemPrompts,
    servicePaths.openapi,
    servicePaths.healthz,
    servicePaths.readyz,
  ])('%s is for everybody, and makes nobody a visitor', async (path) => {
    const reply = await createTestWorker().send(path);
    expect(reply.status).toBe(200);
    expect(reply.headers.get(visitorHeader)).toBeNull();
  });

  test.each([
    ['GET', paths.chatHistory],
    ['PATCH', chatDetailsPath(chatId)],
    ['DELETE', chatDetailsPath(chatId)],
    ['GET', `${chatDetailsPath(chatId)}/export`],
    ['POST', memberPaths.claim],
    ['POST', memberPaths.sessionCode],
  ])('%s %s is for nobody, visitors included', async (method, path) => {
    const worker = createTestWorker();
    const visitor = await becomeVisitor(worker);
    worker.fetched.length = 0;
    for (const headers of [{}, visitor]) {
      const reply = await worker.send(path, { method, headers });
      expect(await readProblem(reply)).toMatchObject({ status: 401, code: 'unauthenticated' });
      expect(reply.headers.get('www-authenticate')).toBe('Bearer');
      expect(reply.headers.get(visitorHeader)).toBeNull();
    }
    expect(worker.fetched).toEqual([]);
  });
});

describe('origins', () => {
  test.each([['https://shop.example'], ['https://blog.example'], [origin]])('%s is let in', async (from) => {
    const reply = await createTestWorker().send(servicePaths.healthz, { headers: { origin: from } });
    expect(reply.status).toBe(200);
    expect(reply.headers.get('access-control-allow-origin')).toBe(from);
    expect(reply.headers.get('vary')).toBe('Origin');
    expect(reply.headers.get('access-control-expose-headers')?.split(', ')).toEqual([
      'x-paynless-visitor',
      'x-request-id',
      'traceparent',
      'retry-after',
      'ratelimit',
      'ratelimit-policy',
      'server-timing',
      'content-disposition',
      'x-vercel-ai-ui-message-stream',
    ]);
    expect(reply.headers.get('timing-allow-origin')).toBe(from);
  });

  test.each(['https://evil.example', 'https://shop.example.evil.example', 'http://shop.example', 'null'])(
    '%s is refused by the server itself',
    async (from) => {
      const reply = await createTestWorker().send(paths.config, { headers: { origin: from } });
      expect((await readProblem(reply)).code).toBe('forbidden_origin');
      expect(reply.headers.get('access-control-allow-origin')).toBeNull();
      expect(reply.headers.get('timing-allow-origin')).toBeNull();
    },
  );

  test('a preflight is answered and may be kept', async () => {
    const headers = { origin: 'https://shop.example', 'access-control-request-method': 'POST' };
    const reply = await createTestWorker().send(paths.chat, { method: 'OPTIONS', headers });
    expect(reply.status).toBe(204);
    expect(reply.headers.get('access-control-allow-headers')?.split(', ')).toEqual(
      expect.arrayContaining([
        'authorization',
        'content-type',
        'last-event-id',
        'x-paynless-visitor',
        'traceparent',
      ]),
    );
    expect(reply.headers.get('access-control-allow-methods')).toBe('GET, POST, PUT, PATCH, DELETE');
    expect(reply.headers.get('access-control-max-age')).toBe('86400');
  });

  test('a refusal can be read by the page it is for', async () => {
    const reply = await createTestWorker().send('/api/nothing', {
      headers: { origin: 'https://shop.example' },
    });
    expect(reply.status).toBe(404);
    expect(reply.headers.get('access-control-allow-origin')).toBe('https://shop.example');
  });
});

describe('requests have a name', () => {
  test('of their own, or the one they came with', async () => {
    const worker = createTestWorker();
    expect((await worker.send(servicePaths.healthz)).headers.get('x-request-id')).toMatch(/^[\da-f-]{36}$/);
    const named = await worker.send('/api/nothing', { headers: { 'x-request-id': 'my-request.1' } });
    expect(named.headers.get('x-request-id')).toBe('my-request.1');
    expect((await readProblem(named)).requestId).toBe('my-request.1');
    expect(worker.logged.at(-1)).toMatchObject({ requestId: 'my-request.1', code: 'not_found' });
  });

  test.each(['short', 'x'.repeat(65), 'with space', '{"level":"error"}'])('but not %s', async (name) => {
    const reply = await createTestWorker().send(servicePaths.healthz, { headers: { 'x-request-id': name } });
    expect(reply.headers.get('x-request-id')).toMatch(/^[\da-f-]{36}$/);
  });
});

test.each([
  ['DELETE', paths.chat, 'POST'],
  ['GET', paths.chat, 'POST'],
  ['POST', paths.config, 'GET, HEAD'],
  ['PUT', paths.chatHistory, 'GET, HEAD'],
  ['POST', chatDetailsPath(chatId), 'GET, HEAD, PATCH, DELETE'],
  ['OPTIONS', chatDetailsPath(chatId), 'GET, HEAD, PATCH, DELETE'],
  ['GET', feedbackPath(chatId), 'PUT, DELETE'],
  ['GET', memberPaths.claim, 'POST'],
  ['GET', memberPaths.sessionExchange, 'POST'],
])('%s %s is not allowed, %s is', async (method, path, allow) => {
  const reply = await createTestWorker().send(path, { method });
  expect((await readProblem(reply)).code).toBe('method_not_allowed');
  expect(reply.headers.get('allow')).toBe(allow);
});
