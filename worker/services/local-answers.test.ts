import { expect, test } from 'vitest';
import type { RunningAnswers } from '../ports/running-answers.ts';
import { readEvents } from '../testing/read-events.ts';
import { createTestHost } from '../testing/test-host.ts';
import { turnToRun } from '../testing/turn-to-run.ts';
import { createLocalAnswers } from './local-answers.ts';

const input = turnToRun();
const { answerId } = input.turn;
const inProgress = { id: answerId, createdAt: '2026-11-01T12:00:00.000Z' };

const readWhole = (events: ReadableStream<Uint8Array> | null) => readEvents(new Response(events));

function setUp() {
  const host = createTestHost();
  const kept: Promise<unknown>[] = [];
  const answers: RunningAnswers = createLocalAnswers(host, (work) => kept.push(work));
  return { host, kept, answers };
}

test('an answer is streamed, joined, and kept alive until all of it is done', async () => {
  const { host, kept, answers } = setUp();
  const first = readWhole(await answers.start(input));
  host.provider.say('One');
  const second = readWhole(await answers.join(inProgress, null));
  host.provider.finish();
  expect((await first).text).toBe('One');
  expect(await second).toEqual(await first);
  expect(kept).toHaveLength(1);
  await Promise.all(kept);
  expect(await answers.join(inProgress, null)).toBeNull();
});

test('one that is started twice is answered once', async () => {
  const { host, answers } = setUp();
  const [first, second] = [await answers.start(input), await answers.start(input)];
  host.provider.say('One');
  host.provider.finish();
  expect(await readWhole(first)).toEqual(await readWhole(second));
  expect(host.provider.asked()).toBe(1);
  expect(host.ends).toHaveLength(1);
});

test('whole it is its outcome', async () => {
  const { host, answers } = setUp();
  host.provider.say('One');
  host.provider.finish();
  expect(await answers.startWhole(input)).toMatchObject({ answer: { content: 'One' }, code: null });
});

test('it is stopped once it runs, and one that runs elsewhere is neither joined nor stopped nor ended', async () => {
  const { host, kept, answers } = setUp();
  expect(await answers.join(inProgress, null)).toBeNull();
  expect(await answers.stop(inProgress)).toBe(false);
  expect(host.ends).toEqual([]);
  const reading = readWhole(await answers.start(input));
  host.provider.say('One');
  await expect.poll(host.provider.asked).toBe(1);
  expect(await answers.stop(inProgress)).toBe(true);
  expect((await reading).types.at(-1)).toBe('finish');
  await Promise.all(kept);
  expect(host.ends).toMatchObject([{ status: 'stopped' }]);
});
