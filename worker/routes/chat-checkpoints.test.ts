import { expect, test } from 'vitest';
import { addressOf } from '../testing/address-of.ts';
import { ask } from '../testing/ask.ts';
import { createTestWorker, type TestWorker } from '../testing/create-test-worker.ts';
import { rows } from '../testing/database.ts';
import { openVendor } from '../testing/open-vendor.ts';
import { readEvents } from '../testing/read-events.ts';
import { signUp } from '../testing/sign-up.ts';

const patient = { timeout: 5_000, interval: 100 };
const isCheckpoint = (url: string) => url.endsWith('/checkpoint_turn');

/** Asks something, and hands over the answer that is on its way. */
async function begin(worker: TestWorker) {
  const { headers } = await signUp();
  const chatId = crypto.randomUUID();
  const reply = await ask(worker, { message: 'Take your time', chatId }, headers);
  const stored = async () => (await rows(`chat_messages?chat_id=eq.${chatId}&role=eq.assistant`))[0];
  return { reply, stored };
}

test('an answer that takes its time is stored while it runs, and stays as long as its turn lives', async () => {
  const vendor = openVendor();
  const worker = createTestWorker({ fetch: vendor.fetch });
  const { reply, stored } = await begin(worker);
  const whole = readEvents(reply);
  vendor.write('The first half, ');
  await expect.poll(stored, patient).toMatchObject({ status: 'streaming', content: 'The first half, ' });
  vendor.write('and the second.');
  vendor.finish();
  expect((await whole).text).toBe('The first half, and the second.');
  await worker.settled();
  expect(await stored()).toMatchObject({ status: 'complete', content: 'The first half, and the second.' });
  expect(worker.fetched.filter(isCheckpoint)).toHaveLength(1);
});

test('checkpoints that fail or hang cost the reader nothing and are told of once', async () => {
  const vendor = openVendor();
  const held = Promise.withResolvers<Response>();
  const down = Response.json({ code: '57P03', message: 'down', details: null }, { status: 503 });
  const replies = [Promise.resolve(down), held.promise];
  const worker = createTestWorker({
    fetch: (input, init) =>
      (isCheckpoint(addressOf(input)) ? replies.shift() : undefined) ?? vendor.fetch(input, init),
  });
  const { reply, stored } = await begin(worker);
  const whole = readEvents(reply);
  vendor.write('All of ');
  await expect.poll(() => worker.fetched.filter(isCheckpoint).length, { ...patient, timeout: 8_000 }).toBe(2);
  vendor.write('it.');
  vendor.finish();
  const { text, types } = await whole;
  expect([text, types.at(-1)]).toEqual(['All of it.', 'finish']);
  expect(await stored()).toMatchObject({ status: 'complete', content: 'All of it.' });
  held.resolve(Response.json(false));
  await worker.settled();
  expect(worker.logged.map(({ event }) => event)).toEqual(['checkpoint', 'turn']);
});
