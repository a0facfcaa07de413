import { expect, test } from 'vitest';
import { formatEventId } from '../../protocol/event-id.ts';
import { chatDetailsPath, chatStopPath, chatStreamPath, lastEventIdHeader } from '../../protocol/paths.ts';
import type { RunningAnswers } from '../ports/running-answers.ts';
import { ask, readProblem } from '../testing/ask.ts';
import { createTestWorker } from '../testing/create-test-worker.ts';
import { rows } from '../testing/database.ts';
import { deadHost } from '../testing/dead-host.ts';
import { isModelUrl } from '../testing/model-journal.ts';
import { openVendor } from '../testing/open-vendor.ts';
import { readEvents } from '../testing/read-events.ts';
import { signUp } from '../testing/sign-up.ts';

/* A chat is a tree, and in each of its branches an answer may run. */

const post = { method: 'POST' } as const;

/** A chat with two first messages, and the answers to both running. */
async function openBranches() {
  const vendors = [openVendor(), openVendor()] as const;
  let asked = 0;
  const worker = createTestWorker({
    fetch: (input, init) => (isModelUrl(input) ? (vendors[asked++] ?? vendors[1]).fetch : fetch)(input, init),
  });
  const { headers } = await signUp();
  const chatId = crypto.randomUUID();
  const replies: ReturnType<typeof readEvents>[] = [];
  for (const message of ['This', 'That']) {
    replies.push(readEvents(await ask(worker, { message, chatId, parentId: chatId }, headers)));
    await expect.poll(() => asked).toBe(replies.length);
  }
  const stored = () => rows(`chat_messages?chat_id=eq.${chatId}&role=eq.assistant&order=seq`);
  const ids = (await stored()).map(({ id }) => String(id));
  const [older = '', newer = ''] = ids;
  const elsewhere = createTestWorker({ answers: worker.answers });
  const end = async () => {
    for (const vendor of vendors) vendor.finish();
    await Promise.all(replies);
    await worker.settled();
  };
  return { vendors, worker, elsewhere, headers, chatId, older, newer, stored, end };
}

type Branches = Awaited<ReturnType<typeof openBranches>>;
const after = (answerId: string) => ({ [lastEventIdHeader]: formatEventId(answerId, 1) });

test.each([
  ['the event seen last', ({ older }: Branches) => after(older), 'older'],
  ['the event seen last of the newer', ({ newer }: Branches) => after(newer), 'newer'],
  ['an event of neither', () => after(crypto.randomUUID()), 'newer'],
  ['no event', () => ({}), 'newer'],
] as const)('who comes back with %s joins that answer, else the newest', async (_what, headersOf, which) => {
  const branches = await openBranches();
  const { vendors, elsewhere, headers, chatId, end } = branches;
  const own = { ...headers, ...headersOf(branches) };
  const joined = readEvents(await elsewhere.send(chatStreamPath(chatId), { headers: own }));
  vendors[0].write('older');
  vendors[1].write('newer');
  await end();
  expect((await joined).text).toBe(which);
});

test.each([
  ['of the older', ({ older }: Branches) => after(older), 1],
  ['of the newer', ({ newer }: Branches) => after(newer), 0],
  ['of no answer', () => ({}), 0],
] as const)(
  'a stop with an event %s stops one, and leaves the other alone',
  async (_what, headersOf, left) => {
    const branches = await openBranches();
    const { worker, elsewhere, headers, chatId, stored, end } = branches;
    const own = { ...headers, ...headersOf(branches) };
    expect((await elsewhere.send(chatStopPath(chatId), { ...post, headers: own })).status).toBe(204);
    const statuses = (await stored()).map((answer) => answer['status']);
    expect(statuses[left]).toBe('streaming');
    expect(statuses[1 - left]).toBe('interrupted');
    expect(worker.cancelled.filter(isModelUrl)).toHaveLength(1);
    await end();
  },
);

test('a stop that names an answer which runs no more stops no other', async () => {
  const { worker, elsewhere, headers, chatId, stored, end } = await openBranches();
  const own = { ...headers, ...after(crypto.randomUUID()) };
  expect((await elsewhere.send(chatStopPath(chatId), { ...post, headers: own })).status).toBe(204);
  expect(await stored()).toMatchObject([{ status: 'streaming' }, { status: 'streaming' }]);
  expect(worker.cancelled.filter(isModelUrl)).toEqual([]);
  await end();
});

test('deleting the chat stops them all', async () => {
  const { worker, elsewhere, headers, chatId, end } = await openBranches();
  const deleted = await elsewhere.send(chatDetailsPath(chatId), { method: 'DELETE', headers });
  expect(deleted.status).toBe(204);
  await elsewhere.settled();
  expect(worker.cancelled.filter(isModelUrl)).toHaveLength(2);
  await end();
});

test('of several in the way of a message, the one whose host has died is found, however old', async () => {
  const { elsewhere, headers, chatId, older, stored, end } = await openBranches();
  const turn = { message: 'And then?', chatId, parentId: older };
  expect((await readProblem(await ask(elsewhere, turn, headers))).code).toBe('turn_in_progress');

  const survivor = createTestWorker();
  const dead = deadHost(survivor.answers);
  const answers: RunningAnswers = {
    ...survivor.answers,
    join: (answer, id) => (answer.id === older ? dead : elsewhere.answers).join(answer, id),
  };
  const here = createTestWorker({ answers });
  const told = await readEvents(await ask(here, turn, headers));
  await Promise.all([here.settled(), survivor.settled()]);
  expect(told.parts.at(-1)).toMatchObject({ messageMetadata: { status: 'complete' } });
  expect(await stored()).toMatchObject([
    { status: 'failed', error_code: 'interrupted' },
    { status: 'streaming' },
    { status: 'complete', content: told.text },
  ]);
  await end();
});
