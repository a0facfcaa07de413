import { expect, test } from 'vitest';
import { servicePaths } from '../../protocol/paths.ts';
import { readProblem } from '../testing/ask.ts';
import { createTestWorker } from '../testing/create-test-worker.ts';

test('a worker whose database answers is ready, and many who ask are one question', async () => {
  const worker = createTestWorker();
  const replies = await Promise.all(Array.from({ length: 10 }, () => worker.send(servicePaths.readyz)));
  for (const reply of replies) {
    expect(reply.status).toBe(200);
    expect(reply.headers.get('cache-control')).toBe('no-store');
    expect(await reply.json()).toEqual({ status: 'ok' });
  }
  expect(worker.fetched).toHaveLength(1);
});

test.each([
  ['is not there', () => Promise.reject(new TypeError('Network connection lost'))],
  ['does not know our key', () => Promise.resolve(Response.json({ message: 'canary' }, { status: 401 }))],
  [
    'has no tables',
    () => Promise.resolve(Response.json({ code: '42P01', message: 'canary' }, { status: 404 })),
  ],
] as const)('a worker whose database %s is not ready, and still alive', async (_name, fetch) => {
  const worker = createTestWorker({ fetch });
  const reply = await worker.send(servicePaths.readyz);
  expect(await readProblem(reply.clone())).toMatchObject({ status: 503, code: 'service_unavailable' });
  expect(await reply.text()).not.toContain('canary');
  expect((await worker.send(servicePaths.healthz)).status).toBe(200);
});

test('nor is one whose database says nothing for a second', async () => {
  const worker = createTestWorker({
    fetch: (_input, init) =>
      new Promise((_resolve, reject) => {
        init?.signal?.addEventListener('abort', () => {
          reject(new DOMException('Aborted', 'AbortError'));
        });
      }),
  });
  const reply = await worker.send(servicePaths.readyz);
  expect((await readProblem(reply)).code).toBe('service_unavailable');
  expect(worker.cancelled).toHaveLength(1);
});
