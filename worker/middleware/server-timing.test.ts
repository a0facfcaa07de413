import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { chatDetailsPath, paths, servicePaths } from '../../protocol/paths.ts';
import { ask } from '../testing/ask.ts';
import { createTestWorker } from '../testing/create-test-worker.ts';
import { signUp } from '../testing/sign-up.ts';
import type { AppEnv } from './app-env.ts';
import { serverTiming } from './server-timing.ts';

const dur = '\\d+(\\.\\d+)?';
const metrics = (...names: string[]) =>
  new RegExp(`^${names.map((name) => `${name};dur=${dur}`).join(', ')}$`);

test('a reply says how long its parts took, a refusal as well', async () => {
  const worker = createTestWorker();
  const { headers } = await signUp();
  const timingOf = (reply: Response) => reply.headers.get('server-timing');
  const whole = await ask(worker, { message: 'Hi' }, { ...headers, accept: 'application/json' });
  expect(timingOf(whole)).toMatch(metrics('auth', 'db', 'ttft'));
  // Its headers are gone before the first word.
  const stream = await ask(worker, { message: 'Hi' }, headers);
  expect(timingOf(stream)).toMatch(metrics('auth', 'db'));
  await stream.text();
  const unknown = await worker.send(chatDetailsPath(crypto.randomUUID()), { headers });
  expect(unknown.status).toBe(404);
  expect(timingOf(unknown)).toMatch(metrics('auth', 'db'));
  for (const path of [paths.config, paths.aiProviders, paths.systemPrompts])
    expect(timingOf(await worker.send(path)), path).toMatch(metrics('db'));
  const refused = await worker.send(paths.config, { headers: { authorization: 'Bearer x' } });
  expect(timingOf(refused)).toMatch(metrics('auth'));
  expect(timingOf(await worker.send(servicePaths.healthz))).toBeNull();
});

test('what is measured twice is added up, also when it fails', async () => {
  const clock = { time: 0, now: () => clock.time };
  const takes = (ms: number) => () => {
    clock.time += ms;
    return ms > 100 ? Promise.reject(new Error('too long')) : Promise.resolve();
  };
  const app = new Hono<AppEnv>();
  app.use(serverTiming(clock)).get('/', async (c) => {
    await c.var.timings.measure('auth', takes(5));
    await c.var.timings.measure('db', takes(20));
    await c.var.timings.measure('db', takes(101)).catch(() => undefined);
    c.var.timings.add('ttft', 300);
    return c.body(null);
  });
  const reply = await app.request('/');
  expect(reply.headers.get('server-timing')).toBe('auth;dur=5, db;dur=121, ttft;dur=300');
});
