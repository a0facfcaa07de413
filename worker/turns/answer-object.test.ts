import { abortAllDurableObjects, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { beforeEach, describe, expect, test } from 'vitest';
import { formatEventId } from '../../protocol/event-id.ts';
import { AppError } from '../errors.ts';
import { answerObjects as namespace } from '../testing/answer-objects.ts';
import { objectHost } from '../testing/object-host.ts';
import { readEvents } from '../testing/read-events.ts';
import { createTestHost, type TestHost } from '../testing/test-host.ts';
import { turnToRun } from '../testing/turn-to-run.ts';
import type { AnswerObject } from './answer-object.ts';
import { createDurableAnswers } from './durable-answers.ts';

const answers = createDurableAnswers(namespace);

let host: TestHost;

beforeEach(() => {
  host = createTestHost();
  objectHost.current = host;
});

/** A turn of which no object has heard. */
function newTurn({ ageMs = 0 } = {}) {
  const input = turnToRun();
  const id = crypto.randomUUID();
  const createdAt = new Date(Date.now() - ageMs).toISOString();
  return {
    input: { ...input, turn: { ...input.turn, answerId: id } },
    inProgress: { id, createdAt },
    object: namespace.getByName(id),
  };
}

const readWhole = (events: ReadableStream<Uint8Array> | null) => readEvents(new Response(events));

async function readUntil(events: ReadableStream<Uint8Array>, word: string) {
  const reader = events.pipeThrough(new TextDecoderStream()).getReader();
  let seen = '';
  while (!seen.includes(word)) seen += (await reader.read()).value ?? '';
  return reader;
}

const storedIn = (object: DurableObjectStub<AnswerObject>) =>
  runInDurableObject(object, async (_instance, { storage }) => ({
    alarm: await storage.getAlarm(),
    entries: (await storage.list()).size,
  }));

const nothing = { alarm: null, entries: 0 };

/** Runs an answer until its first word, and then lets the machine it runs on die. */
async function die(turn: ReturnType<typeof newTurn>) {
  const reader = await readUntil(await answers.start(turn.input), 'start-step');
  reader.read().catch(() => undefined);
  await abortAllDurableObjects();
}

describe('an answer in an object of its own', () => {
  test('is streamed, and joined from its start or after an event', async () => {
    const { input, inProgress, object } = newTurn();
    const first = readWhole(await answers.start(input));
    host.provider.say('One ');
    const second = await answers.join(inProgress, null);
    const third = await answers.join(inProgress, formatEventId(inProgress.id, 4));
    expect((await storedIn(object)).alarm).not.toBeNull();
    host.provider.finish();
    const { parts } = await first;
    expect(parts.at(-1)).toMatchObject({ type: 'finish', messageMetadata: { status: 'complete' } });
    expect((await readWhole(second)).parts).toEqual(parts);
    expect((await readWhole(third)).parts).toEqual(parts.slice(4));
    expect(host.ends).toMatchObject([{ answerId: inProgress.id, status: 'complete', content: 'One ' }]);
  });

  test('comes whole to who wants it so, or as the code of what kept it from being stored', async () => {
    host.provider.say('One');
    host.provider.finish();
    expect(await answers.startWhole(newTurn().input)).toMatchObject({
      answer: { content: 'One' },
      code: null,
    });
    host.failWith = new AppError('internal');
    await expect(answers.startWhole(newTurn().input)).rejects.toMatchObject({ code: 'internal' });
  });

  test('goes on when every reader has left', async () => {
    const { input, inProgress } = newTurn();
    const reader = await readUntil(await answers.start(input), 'start-step');
    await reader.cancel();
    host.provider.say('One');
    host.provider.finish();
    await expect.poll(() => host.ends).toMatchObject([{ answerId: inProgress.id, status: 'complete' }]);
    expect(host.provider.cancelled()).toBe(0);
  });

  test('stops when its last reader leaves, where leaving stops', async () => {
    host = createTestHost({ leaveStops: true });
    objectHost.current = host;
    const { input, inProgress } = newTurn();
    const reader = await readUntil(await answers.start(input), 'start-step');
    host.provider.say('One');
    await reader.cancel();
    await expect.poll(() => host.ends, { timeout: 3_000 }).toMatchObject([{ answerId: inProgress.id }]);
    expect(host.provider.cancelled()).toBe(1);
  });

  test('is stopped by another request, and stored when that is answered', async () => {
    const { input, inProgress } = newTurn();
    const events = await answers.start(input);
    host.provider.say('One');
    const copy = await answers.join(inProgress, null);
    await (await readUntil(events, 'One')).cancel();
    expect(await answers.stop(inProgress)).toBe(true);
    expect(host.ends).toMatchObject([{ status: 'stopped', content: 'One' }]);
    expect((await readWhole(copy)).parts.at(-1)).toMatchObject({
      type: 'finish',
      messageMetadata: { status: 'stopped' },
    });
  });

  test('is begun once, however often it is started', async () => {
    const { input } = newTurn();
    const both = [await answers.start(input), await answers.start(input)];
    host.provider.say('One');
    host.provider.finish();
    const [first, second] = await Promise.all(both.map(readWhole));
    expect(second).toEqual(first);
    expect(host.provider.asked()).toBe(1);
    expect(host.ends).toHaveLength(1);
  });

  test('sets its alarm again for as long as it runs', async () => {
    const { input, object } = newTurn();
    const reading = readWhole(await answers.start(input));
    for (let round = 0; round < 2; round += 1) {
      expect(await runDurableObjectAlarm(object)).toBe(true);
      expect((await storedIn(object)).alarm).toBeGreaterThan(Date.now());
    }
    host.provider.say('One');
    host.provider.finish();
    expect((await reading).text).toBe('One');
  });

  test('leaves nothing behind: no storage, nobody to join, and it is not begun again', async () => {
    const { input, inProgress, object } = newTurn();
    const events = await answers.start(input);
    host.provider.say('One');
    host.provider.finish();
    expect((await readWhole(events)).isClosed).toBe(true);
    await expect.poll(() => storedIn(object)).toEqual(nothing);
    expect(await answers.join(inProgress, null)).toBeNull();
    expect(await answers.stop(inProgress)).toBe(false);
    await expect(answers.start(input)).rejects.toMatchObject({ code: 'service_unavailable' });
    expect(host.provider.asked()).toBe(1);
    expect(host.ends).toHaveLength(1);
  });
});

describe('an answer whose object has died', () => {
  test('breaks off for its readers, and is ended by its alarm, once', async () => {
    const turn = newTurn();
    await die(turn);
    expect(await runDurableObjectAlarm(turn.object)).toBe(true);
    expect(host.ends).toMatchObject([{ answerId: turn.inProgress.id, status: 'interrupted', content: null }]);
    expect(await storedIn(turn.object)).toEqual(nothing);
    expect(await runDurableObjectAlarm(turn.object)).toBe(false);
    expect(await answers.join(turn.inProgress, null)).toBeNull();
    expect(host.ends).toHaveLength(1);
  });

  test.each([
    ['joins', (turn: ReturnType<typeof newTurn>) => answers.join(turn.inProgress, null), null],
    ['stops', (turn: ReturnType<typeof newTurn>) => answers.stop(turn.inProgress), false],
  ])('is ended by who %s it, however young it is', async (_how, reach, reply) => {
    const turn = newTurn();
    await die(turn);
    expect(await reach(turn)).toBe(reply);
    expect(host.ends).toMatchObject([{ answerId: turn.inProgress.id, content: null }]);
    expect(await storedIn(turn.object)).toEqual(nothing);
  });

  test('is ended once by many at the same time', async () => {
    const turn = newTurn();
    await die(turn);
    let abandoned = 0;
    objectHost.current = {
      ...host,
      async abandon(answerId) {
        abandoned += 1;
        // For as long as a database takes: the others are there by then.
        await new Promise((resolve) => setTimeout(resolve, 100));
        await host.abandon(answerId);
      },
    };
    const joining = [1, 2, 3].map(() => answers.join(turn.inProgress, null));
    await Promise.all([...joining, runDurableObjectAlarm(turn.object), answers.stop(turn.inProgress)]);
    expect(abandoned).toBe(1);
    expect(host.ends).toHaveLength(1);
  });

  test('is not begun again', async () => {
    const turn = newTurn();
    await die(turn);
    await expect(answers.start(turn.input)).rejects.toMatchObject({ code: 'service_unavailable' });
    expect(host.provider.asked()).toBe(1);
    expect(host.ends).toMatchObject([{ content: null }]);
  });

  /** Alarms that fail, and how many seconds after each the next one is set, to the nearest ten: they have taken a while. */
  async function failAlarms(answerId: string, { times, evictAfter }: { times: number; evictAfter: number }) {
    const seconds: number[] = [];
    for (let round = 1; round <= times; round += 1) {
      const before = Date.now();
      // A stub does not outlive the instance it has called.
      const object = namespace.getByName(answerId);
      expect(await runDurableObjectAlarm(object)).toBe(true);
      const { alarm } = await storedIn(object);
      seconds.push(Math.round(((alarm ?? 0) - before) / 10_000) * 10);
      if (round === evictAfter) await abortAllDurableObjects();
    }
    return seconds;
  }

  test('is tried to be ended until it can be stored, ever more seldom', async () => {
    const turn = newTurn();
    const { id } = turn.inProgress;
    await die(turn);
    host.failWith = new AppError('internal');
    const seconds = await failAlarms(id, { times: 9, evictAfter: 5 });
    expect(seconds).toEqual([10, 20, 40, 80, 160, 320, 640, 900, 900]);
    const object = namespace.getByName(id);
    const { alarm } = await storedIn(object);
    await expect(answers.join(turn.inProgress, null)).rejects.toMatchObject({ code: 'service_unavailable' });
    expect((await storedIn(object)).alarm).toBe(alarm);
    host.failWith = null;
    expect(await runDurableObjectAlarm(object)).toBe(true);
    expect(host.ends).toHaveLength(1);
    expect(await storedIn(object)).toEqual(nothing);
    expect(host.logged).toMatchObject([{ event: 'abandoned' }]);
  });

  test('is left to housekeeping when that has failed ten times', async () => {
    const turn = newTurn();
    const { id: answerId } = turn.inProgress;
    await die(turn);
    host.failWith = new AppError('internal');
    await failAlarms(answerId, { times: 10, evictAfter: 9 });
    expect(await storedIn(namespace.getByName(answerId))).toEqual(nothing);
    expect(host.logged).toEqual([{ event: 'unended', answerId, code: 'internal' }]);
    expect(host.ends).toEqual([]);
  });
});

test('an answer that could not be stored is ended by its alarm, and by who joins it', async () => {
  for (const end of [
    (turn: ReturnType<typeof newTurn>) => runDurableObjectAlarm(turn.object),
    (turn: ReturnType<typeof newTurn>) => answers.join(turn.inProgress, null),
  ]) {
    host = createTestHost();
    objectHost.current = host;
    host.failWith = new AppError('internal');
    const turn = newTurn();
    const events = await answers.start(turn.input);
    host.provider.say('One');
    host.provider.finish();
    expect((await readWhole(events)).types.at(-1)).toBe('error');
    expect((await storedIn(turn.object)).alarm).not.toBeNull();
    host.failWith = null;
    await end(turn);
    expect(host.ends).toMatchObject([{ answerId: turn.inProgress.id, content: null }]);
    expect(await storedIn(turn.object)).toEqual(nothing);
  }
});

describe('an answer of which its object has not heard', () => {
  test('is waited for while it is young', async () => {
    const { input, inProgress } = newTurn();
    const joining = answers.join(inProgress, null);
    const reading = readWhole(await answers.start(input));
    host.provider.say('One');
    host.provider.finish();
    expect(await readWhole(await joining)).toEqual(await reading);
    expect(host.ends).toMatchObject([{ status: 'complete' }]);
  });

  test.each([
    ['has waited long enough for', 4_800],
    ['comes too late for', 60_000],
  ])('is ended by who %s it, and a start that comes later is refused', async (_how, ageMs) => {
    const { input, inProgress, object } = newTurn({ ageMs });
    expect(await answers.stop(inProgress)).toBe(false);
    expect(host.ends).toMatchObject([{ answerId: inProgress.id, content: null }]);
    await expect(answers.start(input)).rejects.toMatchObject({ code: 'service_unavailable' });
    await expect(answers.startWhole(input)).rejects.toMatchObject({ code: 'service_unavailable' });
    expect(host.provider.asked()).toBe(0);
    expect(await storedIn(object)).toEqual(nothing);
  });

  test('is either begun or ended, in whatever moment its start comes', async () => {
    const begun: string[] = [];
    objectHost.current = {
      ...host,
      host(turn) {
        begun.push(turn.turn.answerId);
        return host.host(turn);
      },
    };
    for (let ticks = 0; ticks < 20; ticks += 1) {
      const { input, inProgress, object } = newTurn({ ageMs: 60_000 });
      await runInDurableObject(object, async (instance) => {
        const joining = instance.join(inProgress, null);
        for (let tick = 0; tick < ticks; tick += 1) await Promise.resolve();
        const streams = await Promise.all([joining, instance.start(input)]);
        for (const stream of streams) await stream?.cancel();
      });
    }
    expect(begun).not.toEqual([]);
    expect(host.ends.map(({ answerId }) => answerId)).not.toEqual([]);
    expect(host.ends.filter(({ answerId }) => begun.includes(answerId))).toEqual([]);
    host.provider.finish();
  });
});
