import { SignJWT } from 'jose';
import { describe, expect, inject, test } from 'vitest';
import { chatDetailsPath, paths, visitorHeader } from '../protocol/paths.ts';
import { readProblem } from './testing/ask.ts';
import { createTestWorker, origin } from './testing/create-test-worker.ts';

describe('a token that is no good is refused on every route that looks at the caller', async () => {
  const key = new TextEncoder().encode(inject('stack').jwtSecret);
  const sign = (role: string, expiresAt: string) =>
    new SignJWT({ role })
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject(crypto.randomUUID())
      .setAudience('authenticated')
      .setExpirationTime(expiresAt)
      .sign(key);
  const tokens = [
    ['expired', `Bearer ${await sign('authenticated', '-1h')}`],
    ['of the service role', `Bearer ${await sign('service_role', '1h')}`],
    ['of the anon role', `Bearer ${await sign('anon', '1h')}`],
    ['our own secret key', `Bearer ${inject('stack').secretKey}`],
    ['of another scheme', 'Basic dXNlcjpwYXNz'],
    ['empty', 'Bearer '],
  ] as const;
  const routes = [
    ['POST', paths.chat],
    ['GET', paths.chatHistory],
    ['GET', chatDetailsPath(crypto.randomUUID())],
    ['GET', paths.anonymousUsage],
  ] as const;

  test.each(tokens.flatMap((token) => routes.map((route) => [...token, ...route] as const)))(
    '%s (%s): %s %s',
    async (_name, authorization, method, path) => {
      const worker = createTestWorker();
      const body =
        method === 'POST' ? JSON.stringify({ message: 'Hi', providerId: crypto.randomUUID() }) : null;
      const reply = await worker.send(path, { method, headers: { authorization }, body });
      expect(await readProblem(reply)).toMatchObject({ status: 401, code: 'invalid_token' });
      expect(reply.headers.get('www-authenticate')).toBe('Bearer');
      expect(reply.headers.get(visitorHeader)).toBeNull();
      expect(worker.fetched).toEqual([]);
    },
  );
});

describe('origins', () => {
  test.each([['https://shop.example'], ['https://blog.example'], [origin]])('%s is let in', async (from) => {
    const reply = await createTestWorker().send(paths.healthz, { headers: { origin: from } });
    expect(reply.status).toBe(200);
    expect(reply.headers.get('access-control-allow-origin')).toBe(from);
    expect(reply.headers.get('vary')).toBe('Origin');
    expect(reply.headers.get('access-control-expose-headers')?.split(', ')).toEqual([
      'x-paynless-visitor',
      'x-request-id',
      'retry-after',
      'x-vercel-ai-ui-message-stream',
    ]);
  });

  test.each(['https://evil.example', 'https://shop.example.evil.example', 'http://shop.example', 'null'])(
    '%s is refused by the server itself',
    async (from) => {
      const reply = await createTestWorker().send(paths.config, { headers: { origin: from } });
      expect((await readProblem(reply)).code).toBe('forbidden_origin');
      expect(reply.headers.get('access-control-allow-origin')).toBeNull();
    },
  );

  test('a preflight is answered and may be kept', async () => {
    const headers = { origin: 'https://shop.example', 'access-control-request-method': 'POST' };
    const reply = await createTestWorker().send(paths.chat, { method: 'OPTIONS', headers });
    expect(reply.status).toBe(204);
    expect(reply.headers.get('access-control-allow-headers')).toContain('x-paynless-visitor');
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
    expect((await worker.send(paths.healthz)).headers.get('x-request-id')).toMatch(/^[\da-f-]{36}$/);
    const named = await worker.send('/api/nothing', { headers: { 'x-request-id': 'my-request.1' } });
    expect(named.headers.get('x-request-id')).toBe('my-request.1');
    expect((await readProblem(named)).requestId).toBe('my-request.1');
    expect(worker.logged.at(-1)).toMatchObject({ requestId: 'my-request.1', code: 'not_found' });
  });

  test.each(['short', 'x'.repeat(65), 'with space', '{"level":"error"}'])('but not %s', async (name) => {
    const reply = await createTestWorker().send(paths.healthz, { headers: { 'x-request-id': name } });
    expect(reply.headers.get('x-request-id')).toMatch(/^[\da-f-]{36}$/);
  });
});

test.each([
  ['DELETE', paths.chat, 'POST'],
  ['GET', paths.chat, 'POST'],
  ['POST', paths.config, 'GET, HEAD'],
  ['PUT', paths.chatHistory, 'GET, HEAD'],
])('%s %s is not allowed, %s is', async (method, path, allow) => {
  const reply = await createTestWorker().send(path, { method });
  expect((await readProblem(reply)).code).toBe('method_not_allowed');
  expect(reply.headers.get('allow')).toBe(allow);
});
