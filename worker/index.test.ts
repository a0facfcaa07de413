import { createExecutionContext, createScheduledController, waitOnExecutionContext } from 'cloudflare:test';
import { env as bindings } from 'cloudflare:workers';
import { expect, onTestFinished, test, vi } from 'vitest';
import { paths } from '../protocol/paths.ts';
import worker from './index.ts';
import { readProblem } from './testing/ask.ts';
import { createTestWorker, testEnv } from './testing/create-test-worker.ts';
import { insertRows, rows } from './testing/database.ts';

const request = new Request<unknown, IncomingRequestCfProperties>('https://worker.test/api/healthz');
const env = { ...bindings, ...testEnv() };

test.each([
  ['VISITOR_SECRET', { ...env, VISITOR_SECRET: undefined }],
  ['BURST_LIMITER', testEnv()],
  ['RUNNING_ANSWERS', { ...env, RUNNING_ANSWERS: undefined }],
])(
  'without its configuration the worker tells the owner what is missing, and a client nothing: %s',
  async (name, without) => {
    const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
    const reply = await worker.fetch(request, without, createExecutionContext());
    expect(await readProblem(reply)).not.toHaveProperty('detail');
    expect(reply.status).toBe(500);
    expect(reply.headers.get('x-content-type-options')).toBe('nosniff');
    expect(log.mock.calls.flat().join()).toContain(`${name} is missing`);
    log.mockRestore();
  },
);

test('the worker cleans up when its time comes, and says what it did', async () => {
  const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  const [old, fresh] = [crypto.randomUUID(), crypto.randomUUID()];
  const visitor = { visitor_id: crypto.randomUUID() };
  await insertRows('chats', [
    { id: old, ...visitor, updated_at: '2026-01-01T00:00:00Z' },
    { id: fresh, ...visitor, updated_at: new Date().toISOString() },
  ]);
  const context = createExecutionContext();
  worker.scheduled(createScheduledController({ cron: '*/15 * * * *' }), env, context);
  await waitOnExecutionContext(context);
  expect(await rows(`chats?id=in.(${old},${fresh})&select=id`)).toEqual([{ id: fresh }]);
  expect(log.mock.calls.flat().join()).toContain('"event":"housekeeping"');
  log.mockRestore();
});

test('what the environment keeps for a year is not cleaned up after the 30 days that the database knows', async () => {
  const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  onTestFinished(async () => {
    await createTestWorker().send(paths.config);
  });
  await createTestWorker({ env: { ANONYMOUS_RETENTION_DAYS: '30' } }).send(paths.config);
  const id = crypto.randomUUID();
  const updatedAt = new Date(Date.now() - 40 * 86_400_000).toISOString();
  await insertRows('chats', [{ id, visitor_id: crypto.randomUUID(), updated_at: updatedAt }]);
  // Another isolate, whose first event is that of the clock.
  vi.resetModules();
  const { default: fresh } = await import('./index.ts');
  const context = createExecutionContext();
  const patient = { ...env, ANONYMOUS_RETENTION_DAYS: '365' };
  fresh.scheduled(createScheduledController({ cron: '*/15 * * * *' }), patient, context);
  await waitOnExecutionContext(context);
  expect(log.mock.calls.flat().join()).toContain('"event":"housekeeping"');
  log.mockRestore();
  expect(await rows(`chats?id=eq.${id}&select=id`)).toEqual([{ id }]);
});

test('repaired, it answers', async () => {
  const repaired = await worker.fetch(request, env, createExecutionContext());
  expect(repaired.status).toBe(200);
});
