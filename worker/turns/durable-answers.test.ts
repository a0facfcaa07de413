import { abortAllDurableObjects } from 'cloudflare:test';
import { beforeEach, describe, expect, test } from 'vitest';
import { AppError } from '../errors.ts';
import { answerObjects as namespace } from '../testing/answer-objects.ts';
import { objectHost } from '../testing/object-host.ts';
import { readEvents } from '../testing/read-events.ts';
import { createTestHost, type TestHost } from '../testing/test-host.ts';
import { turnToRun } from '../testing/turn-to-run.ts';
import { createDurableAnswers } from './durable-answers.ts';

let host: TestHost;

beforeEach(() => {
  host = createTestHost();
  objectHost.current = host;
});

/** Answers in objects, with the calls of these counted. */
function countedAnswers(object = (name: string) => namespace.getByName(name)) {
  const calls: string[] = [];
  const getByName = (name: string) => {
    calls.push(name);
    return object(name);
  };
  return { calls, answers: createDurableAnswers({ getByName }) };
}

/** An answer that no object has begun, and that is too old to wait for. */
const lostAnswer = () => ({
  id: crypto.randomUUID(),
  createdAt: new Date(Date.now() - 60_000).toISOString(),
});

const unavailable = { code: 'service_unavailable' };

test('a call that is lost on its way is made again, with a new stub, and three times at most', async () => {
  const { turn, ...rest } = turnToRun();
  const input = { ...rest, turn: { ...turn, answerId: crypto.randomUUID() } };
  let lost = 2;
  const { calls, answers } = countedAnswers((name) => {
    lost -= 1;
    if (lost >= 0) throw new Error('Network connection lost.');
    return namespace.getByName(name);
  });
  const reading = readEvents(new Response(await answers.start(input)));
  expect(calls).toHaveLength(3);
  host.provider.say('One');
  host.provider.finish();
  expect((await reading).text).toBe('One');
  lost = 3;
  await expect(answers.join(lostAnswer(), null)).rejects.toMatchObject(unavailable);
  expect(calls).toHaveLength(6);
});

test('one that breaks off with its instance is made again', async () => {
  let abandoned = 0;
  const abandon = () => {
    abandoned += 1;
    return new Promise<never>(() => undefined);
  };
  objectHost.current = { ...host, abandon };
  const answer = lostAnswer();
  const { calls, answers } = countedAnswers();
  const stopping = answers.stop(answer);
  await expect.poll(() => abandoned).toBe(1);
  objectHost.current = host;
  await abortAllDurableObjects();
  expect(await stopping).toBe(false);
  expect(calls).toHaveLength(2);
  expect(host.ends).toMatchObject([{ answerId: answer.id, content: null }]);
});

describe('a call that is refused is not made again', () => {
  test('by an exception of the object', async () => {
    host.failWith = new AppError('internal');
    const answer = lostAnswer();
    const { calls, answers } = countedAnswers();
    const thrown: unknown = await answers.stop(answer).catch((error: unknown) => error);
    // So the platform marks it.
    expect(thrown).toMatchObject({ ...unavailable, cause: { remote: true } });
    expect(calls).toEqual([answer.id]);
  });

  test('by an object that has too much to do', async () => {
    const overloaded = Object.assign(new Error('Too many requests'), { overloaded: true, retryable: true });
    const { calls, answers } = countedAnswers(() => {
      throw overloaded;
    });
    await expect(answers.join(lostAnswer(), null)).rejects.toMatchObject(unavailable);
    expect(calls).toHaveLength(1);
  });
});
