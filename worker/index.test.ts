import { createExecutionContext } from 'cloudflare:test';
import { expect, test, vi } from 'vitest';
import worker from './index.ts';
import { readProblem } from './testing/ask.ts';
import { testEnv } from './testing/create-test-worker.ts';

const request = new Request<unknown, IncomingRequestCfProperties>('https://worker.test/api/healthz');

test('without its configuration the worker tells the owner what is missing, and a client nothing', async () => {
  const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  const env = testEnv({ VISITOR_SECRET: undefined });
  const reply = await worker.fetch(request, env, createExecutionContext());
  expect(await readProblem(reply)).not.toHaveProperty('detail');
  expect(reply.status).toBe(500);
  expect(log.mock.calls.flat().join()).toContain('VISITOR_SECRET is missing');
  log.mockRestore();

  const repaired = await worker.fetch(request, testEnv(), createExecutionContext());
  expect(repaired.status).toBe(200);
});
