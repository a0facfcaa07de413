import { expect, test } from 'vitest';
import { chatDetailsPath, paths, servicePaths } from '../../protocol/paths.ts';
import { ask } from '../testing/ask.ts';
import { createTestWorker } from '../testing/create-test-worker.ts';

const expected = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'cross-origin',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000',
  'x-content-type-options': 'nosniff',
};

const foreign = { origin: 'https://evil.example' };
const preflight = { origin: 'https://shop.example', 'access-control-request-method': 'PATCH' };
const badToken = { authorization: 'Bearer x' };

test.each([
  ['a reply', 200, 'GET', paths.config, {}],
  ['a page of another kind', 200, 'GET', servicePaths.openapi, {}],
  ['a preflight', 204, 'OPTIONS', paths.chat, preflight],
  ['a bad token', 401, 'GET', paths.config, badToken],
  ['nobody where a user should be', 401, 'GET', paths.chatHistory, {}],
  ['a foreign origin', 403, 'GET', paths.config, foreign],
  ['an unknown chat', 404, 'GET', chatDetailsPath(crypto.randomUUID()), {}],
  ['an unknown path', 404, 'GET', '/api/nothing', {}],
  ['a method there is not', 405, 'PUT', paths.chat, {}],
  ['a body that is none', 400, 'POST', paths.chat, {}],
] as const)(
  'nothing in it is run, framed or sniffed: %s (%i)',
  async (_name, status, method, path, headers) => {
    const reply = await createTestWorker().send(path, { method, headers });
    expect(reply.status).toBe(status);
    expect(Object.fromEntries(reply.headers)).toMatchObject(expected);
  },
);

test('nor in a stream, and in what the worker says when its database is down', async () => {
  const stream = await ask(createTestWorker(), { message: 'Hi' });
  expect(stream.headers.get('content-type')).toBe('text/event-stream');
  expect(Object.fromEntries(stream.headers)).toMatchObject(expected);
  await stream.text();
  const down = await createTestWorker({ env: { SUPABASE_URL: 'http://127.0.0.1:9' } }).send(paths.config);
  expect(down.status).toBe(503);
  expect(Object.fromEntries(down.headers)).toMatchObject(expected);
});
