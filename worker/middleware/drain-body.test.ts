import { Hono } from 'hono';
import { describe, expect, test } from 'vitest';
import { bodyBytesMax } from '../../protocol/chat.ts';
import { paths } from '../../protocol/paths.ts';
import { createTestWorker } from '../testing/create-test-worker.ts';
import { drainBody } from './drain-body.ts';

/** A body that arrives in pieces of 4 kB, and how much of it was taken. */
function arriving(bytes: number) {
  const piece = new Uint8Array(4096);
  let taken = 0;
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (taken >= bytes) {
          controller.close();
          return;
        }
        taken += piece.length;
        controller.enqueue(piece);
      },
    },
    { highWaterMark: 0 },
  );
  return { body, taken: () => taken };
}

describe('the body of a request that is refused', () => {
  test.each([
    ['for its token', 'POST', paths.chat, { authorization: 'Bearer x.y.z' }, 401],
    ['for its origin', 'POST', paths.chat, { origin: 'https://stranger.example' }, 403],
    ['for its path', 'POST', '/api/nothing', {}, 404],
    ['for its method', 'PUT', paths.chat, {}, 405],
  ] as const)(
    '%s is read, so that the connection stays good',
    async (_why, method, path, headers, status) => {
      const { body, taken } = arriving(16_384);
      const reply = await createTestWorker().send(path, { method, headers, body });
      expect(reply.status).toBe(status);
      expect(taken()).toBe(16_384);
    },
  );

  test('is not read for ever', async () => {
    const { body, taken } = arriving(1_000_000);
    const reply = await createTestWorker().send('/api/nothing', { method: 'POST', body });
    expect(reply.status).toBe(404);
    expect(taken()).toBeLessThanOrEqual(bodyBytesMax + 8192);
  });

  test('is not waited for when it does not come, and is let go', async () => {
    const letGo = Promise.withResolvers<undefined>();
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        controller.enqueue(new Uint8Array(1));
      },
      cancel: () => {
        letGo.resolve(undefined);
      },
    });
    const app = new Hono().use(drainBody(1)).post('/', (c) => c.body(null, 401));
    const reply = await app.request('/', { method: 'POST', body });
    expect(reply.status).toBe(401);
    await letGo.promise;
  });

  test('may break off: that is no second refusal', async () => {
    const worker = createTestWorker();
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        controller.error(new Error('The client hung up'));
      },
    });
    const reply = await worker.send('/api/nothing', { method: 'POST', body });
    expect(reply.status).toBe(404);
    expect(worker.logged).toMatchObject([{ event: 'refused', code: 'not_found' }]);
  });
});
