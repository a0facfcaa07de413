import { expect, test } from 'vitest';
import { paths } from '../../protocol/paths.ts';
import { ask } from '../testing/ask.ts';
import { createTestWorker } from '../testing/create-test-worker.ts';
import { signUp } from '../testing/sign-up.ts';
import { becomeVisitor } from '../testing/visitor.ts';

function quotaOf({ headers }: Response) {
  const [, remaining, seconds] = /^"[\w-]+";r=(\d+)(?:;t=(\d+))?$/.exec(headers.get('ratelimit') ?? '') ?? [];
  return { policy: headers.get('ratelimit-policy'), remaining: Number(remaining), seconds: Number(seconds) };
}

test('a visitor is told in every reply that knows it, refusals included', async () => {
  const worker = createTestWorker();
  const visitor = await becomeVisitor(worker);
  const policy = '"free-messages";q=3;w=86400';
  const unused = await worker.send(paths.anonymousUsage, { headers: visitor });
  expect(unused.headers.get('ratelimit')).toBe('"free-messages";r=3');
  expect(unused.headers.get('ratelimit-policy')).toBe(policy);

  for (const [accept, remaining] of [
    ['text/event-stream', 2],
    ['application/json', 1],
    ['application/json', 0],
    ['application/json', 0],
  ] as const) {
    const reply = await ask(worker, { message: 'Another' }, { ...visitor, accept });
    await reply.text();
    await worker.settled();
    const told = quotaOf(reply);
    expect(told).toMatchObject({ policy, remaining });
    expect(told.seconds).toBeGreaterThan(86_000);
    expect(told.seconds).toBeLessThanOrEqual(86_400);
    if (reply.status === 429)
      expect(Number(reply.headers.get('retry-after'))).toBeGreaterThanOrEqual(told.seconds);
  }
});

test('the window is that of the deployment', async () => {
  const worker = createTestWorker({ env: { ANONYMOUS_WINDOW_HOURS: '2' } });
  try {
    const reply = await worker.send(paths.anonymousUsage);
    expect(quotaOf(reply).policy).toBe('"free-messages";q=3;w=7200');
  } finally {
    // The limits are the deployment's, so the next test's worker would find these.
    await createTestWorker().send(paths.config);
  }
});

test('a user is told of their day; a message that got nothing is back, and nobody is told what is not known', async () => {
  const worker = createTestWorker();
  const { headers } = await signUp();
  const answered = await ask(worker, { message: 'Hello' }, { ...headers, accept: 'application/json' });
  expect(quotaOf(answered)).toMatchObject({ policy: '"daily-messages";q=200;w=86400', remaining: 199 });
  const failed = await ask(worker, { message: 'simulate error' }, { ...headers, accept: 'application/json' });
  expect(failed.status).toBe(502);
  expect(quotaOf(failed).remaining).toBe(199);
  const history = await worker.send(paths.chatHistory, { headers });
  expect(history.headers.get('ratelimit')).toBeNull();
});
