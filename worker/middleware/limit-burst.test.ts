import { env } from 'cloudflare:workers';
import { describe, expect, test } from 'vitest';
import { parseBindings } from '../bindings.ts';
import { ConfigError } from '../env.ts';
import {
  chatDetailsPath,
  chatStopPath,
  chatStreamPath,
  memberPaths,
  paths,
  servicePaths,
} from '../../protocol/paths.ts';
import { ask, askForJson, readProblem } from '../testing/ask.ts';
import { createTestWorker, freshAddress } from '../testing/create-test-worker.ts';
import { signUp } from '../testing/sign-up.ts';

/** Allows so many requests in all, and keeps the keys it was asked about. */
function limiter(allowed: number) {
  const keys: string[] = [];
  return {
    keys,
    allows(key: string) {
      keys.push(key);
      return Promise.resolve(keys.length <= allowed);
    },
  };
}

const chat = chatDetailsPath(crypto.randomUUID());
const writing = [
  ['POST', paths.chat, '{}'],
  ['PATCH', chat, '{}'],
  ['DELETE', chat, null],
  ['POST', memberPaths.claim, null],
  ['POST', memberPaths.sessionCode, '{}'],
  ['POST', memberPaths.sessionExchange, '{}'],
] as const;

/** All that asks the database and spends nothing, and whether a user asks it. */
const reading = [
  ['GET', paths.chatHistory, true],
  ['GET', chat, true],
  ['GET', `${chat}/export`, true],
  ['GET', chatStreamPath(crypto.randomUUID()), true],
  ['GET', paths.anonymousUsage, false],
  ['POST', chatStopPath(crypto.randomUUID()), true],
] as const;

describe('whoever reads too often', () => {
  test.each(reading)('is told so before the database is asked: %s %s', async (method, path, isUser) => {
    const worker = createTestWorker({ bursts: { reads: limiter(0) } });
    const headers = isUser ? (await signUp()).headers : {};
    const reply = await worker.send(path, { method, headers });
    expect(await readProblem(reply)).toMatchObject({ status: 429, code: 'rate_limited', retryAfter: 60 });
    expect(worker.fetched).toEqual([]);
  });

  test('may go on writing, and reading what costs nothing', async () => {
    const reads = limiter(0);
    const worker = createTestWorker({ bursts: { reads } });
    await askForJson(worker, { message: 'Hi' });
    for (const path of [paths.config, servicePaths.openapi, servicePaths.healthz])
      expect((await worker.send(path)).status).toBe(200);
    expect(reads.keys).toEqual([]);
  });
});

describe('whoever writes too often', () => {
  test.each(writing)('is told so before anything is asked: %s %s', async (method, path, body) => {
    const worker = createTestWorker({ bursts: { writes: limiter(0) } });
    const headers = { ...(await signUp()).headers, 'content-type': 'application/json' };
    const reply = await worker.send(path, { method, headers, body });
    expect(await readProblem(reply)).toMatchObject({
      status: 429,
      code: 'rate_limited',
      retryable: true,
      retryAfter: 60,
    });
    expect(reply.headers.get('retry-after')).toBe('60');
    expect(worker.fetched).toEqual([]);
  });

  test('may go on reading and stopping, and what could not be read is not counted', async () => {
    const writes = limiter(0);
    const worker = createTestWorker({ bursts: { writes } });
    const { headers } = await signUp();
    for (const path of [paths.config, paths.anonymousUsage]) await worker.send(path);
    for (const path of [paths.chatHistory, chat]) await worker.send(path, { headers });
    const stop = await worker.send(chatStopPath(crypto.randomUUID()), { method: 'POST', headers });
    expect((await readProblem(stop)).code).toBe('not_found');
    await worker.send(paths.chat, { method: 'POST', body: 'hello' });
    await worker.send(paths.chat, { method: 'POST', headers: { authorization: 'Bearer x' } });
    await worker.send(chat, { method: 'DELETE' });
    expect(writes.keys).toEqual([]);
  });

  test('is known by the address, which stays secret; a user without one by their id', async () => {
    const writes = limiter(100);
    const bursts = { writes };
    const [one, other] = await Promise.all([signUp(), signUp()]);
    const here = createTestWorker({ bursts, ip: '203.0.113.9' });
    for (const headers of [{}, one.headers, other.headers]) await ask(here, { message: '' }, headers);
    const elsewhere = createTestWorker({ bursts, ip: '203.0.113.10' });
    await ask(elsewhere, { message: '' }, one.headers);
    const nowhere = createTestWorker({ bursts, ip: null });
    await ask(nowhere, { message: '' }, one.headers);
    const [visitor, first, second, moved, unknown] = writes.keys;
    expect([first, second]).toEqual([visitor, visitor]);
    expect(moved).not.toBe(visitor);
    expect(unknown).toBe(one.userId);
    expect(writes.keys.join()).not.toContain('203.0.113');
  });
});

describe('the binding of the platform', () => {
  test('lets the 60 requests of a minute through, and no more for long', async () => {
    const { bursts } = parseBindings(env);
    const ip = freshAddress();
    const worker = createTestWorker({ bursts, ip });
    const statuses: number[] = [];
    // A minute of the binding may end within these: then one more of them begins.
    for (let sent = 0; sent < 121; sent += 1) statuses.push((await ask(worker, { message: '' })).status);
    expect(statuses.slice(0, 60)).toEqual(Array.from({ length: 60 }, () => 400));
    expect(statuses).toContain(429);
    // Somebody else is not meant.
    await askForJson(createTestWorker({ bursts }), { message: 'And I?' });
  });

  test('has more room for reading', async () => {
    const { bursts } = parseBindings(env);
    const key = crypto.randomUUID();
    let allowed = 0;
    // A minute of the binding may end within these: then more of them are allowed.
    for (let asked = 0; asked < 601; asked += 1) if (await bursts.reads.allows(key)) allowed += 1;
    expect(allowed).toBeGreaterThanOrEqual(300);
    expect(allowed).toBeLessThan(601);
  });

  test.each(['BURST_LIMITER', 'READ_LIMITER', 'RUNNING_ANSWERS'])(
    'that is missing is named, like a variable: %s',
    (name) => {
      const missing = new ConfigError(`${name} is missing`);
      expect(() => parseBindings({ ...env, [name]: undefined })).toThrow(missing);
      expect(() => parseBindings({ ...env, [name]: '' })).toThrow(missing);
    },
  );

  test('that fails lets nobody through', async () => {
    const broken = { limit: () => Promise.reject(new Error('no answer')) };
    const { bursts } = parseBindings({ ...env, BURST_LIMITER: broken, READ_LIMITER: broken });
    const worker = createTestWorker({ bursts });
    expect((await readProblem(await ask(worker, { message: 'Hi' }))).code).toBe('service_unavailable');
    expect(worker.fetched).toEqual([]);
  });
});
