import { expect, test } from 'vitest';
import { visitorHeader } from '../../protocol/paths.ts';
import { askForJson } from '../testing/ask.ts';
import { createTestWorker } from '../testing/create-test-worker.ts';
import { becomeVisitor } from '../testing/visitor.ts';

test('a new visitor is given a token and has everything left', async () => {
  const worker = createTestWorker();
  const reply = await worker.send('/api/anonymous-usage');
  expect(reply.headers.get(visitorHeader)).not.toBeNull();
  expect(await reply.json()).toEqual({ limit: 3, used: 0, remaining: 3, resetsAt: null });
});

test('a visitor who is known is not given another token, and sees what they have used', async () => {
  const worker = createTestWorker();
  const visitor = await becomeVisitor(worker);
  await askForJson(worker, { message: 'Hello' }, visitor);
  const reply = await worker.send('/api/anonymous-usage', { headers: visitor });
  expect(reply.headers.get(visitorHeader)).toBeNull();
  expect(await reply.json()).toMatchObject({ limit: 3, used: 1, remaining: 2 });
});

test('a forged token is replaced', async () => {
  const forged = { [visitorHeader]: 'eyJhbGciOiJub25lIn0.e30.' };
  const reply = await createTestWorker().send('/api/anonymous-usage', { headers: forged });
  expect(reply.headers.get(visitorHeader)).not.toBeNull();
});
