import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { AppError } from '../errors.ts';
import type { HostedAnswer } from '../ports/answer-host.ts';
import { readEvents } from '../testing/read-events.ts';
import { createTestHost } from '../testing/test-host.ts';
import { turnToRun } from '../testing/turn-to-run.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const input = turnToRun();
const { answerId } = input.turn;

const readWhole = (events: ReadableStream<Uint8Array>) => readEvents(new Response(events));

/** Reads until a word has come. */
async function join(answer: HostedAnswer, word: string) {
  const reader = answer.read(null).pipeThrough(new TextDecoderStream()).getReader();
  let seen = '';
  while (!seen.includes(word)) seen += (await reader.read()).value ?? '';
  return reader;
}

test('every reader is told all of it, whenever they come', async () => {
  const { host, provider } = createTestHost();
  const answer = host(input);
  const first = readWhole(answer.read(null));
  provider.say('One ');
  await join(answer, 'One ');
  const second = readWhole(answer.read(null));
  provider.say('two');
  provider.finish();
  await answer.settled;
  const [one, two, late] = await Promise.all([first, second, readWhole(answer.read(null))]);
  expect(one.text).toBe('One two');
  expect(one.types.slice(-3)).toEqual(['text-end', 'finish-step', 'finish']);
  expect(one.isClosed).toBe(true);
  expect([two, late]).toEqual([one, one]);
});

test('its end is told only when it is stored', async () => {
  const test = createTestHost({ storeWithinMs: 60_000 });
  test.failWith = new AppError('service_unavailable');
  const answer = test.host(input);
  test.provider.say('One');
  test.provider.finish();
  const reader = await join(answer, 'text-end');
  const silent = reader.read();
  await vi.advanceTimersByTimeAsync(1_000);
  expect((await silent).value).toBe(': \n\n');
  test.failWith = null;
  const told = reader.read();
  await vi.advanceTimersByTimeAsync(4_000);
  expect(test.ends).toHaveLength(1);
  let rest = (await told).value ?? '';
  while (!rest.includes('[DONE]')) rest += (await reader.read()).value ?? '';
  expect(rest).toContain('"type":"finish"');
});

test('it goes on when everybody has left', async () => {
  const { host, provider, ends } = createTestHost();
  const answer = host(input);
  provider.say('One ');
  await (await join(answer, 'One ')).cancel();
  provider.say('two');
  provider.finish();
  await answer.settled;
  expect(provider.cancelled()).toBe(0);
  expect(ends).toMatchObject([{ answerId, status: 'complete', content: 'One two' }]);
});

test('up to its total timer', async () => {
  const { host, ends } = createTestHost({ totalMs: 60_000 });
  const answer = host(input);
  await vi.advanceTimersByTimeAsync(59_999);
  expect(ends).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  await answer.settled;
  expect(ends).toMatchObject([{ status: 'failed', errorCode: 'provider_timeout' }]);
});

describe('where leaving stops', () => {
  test('the last reader who leaves stops it, and what came is kept', async () => {
    const { host, provider, ends } = createTestHost({ leaveStops: true });
    const answer = host(input);
    provider.say('One ');
    const [first, last] = [await join(answer, 'One '), await join(answer, 'One ')];
    await first.cancel();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(provider.cancelled()).toBe(0);
    await last.cancel();
    await answer.settled;
    expect(provider.cancelled()).toBe(1);
    expect(ends).toMatchObject([{ status: 'stopped', content: 'One ', errorCode: null }]);
  });

  test('before a word came it is interrupted, without a code', async () => {
    const { host, ends } = createTestHost({ leaveStops: true });
    const answer = host(input);
    await answer.read(null).cancel();
    await answer.settled;
    expect(ends).toMatchObject([{ status: 'interrupted', content: '', errorCode: null }]);
  });

  test('not while somebody waits for the outcome', async () => {
    const { host, provider } = createTestHost({ leaveStops: true });
    const answer = host(input, { isAwaited: true });
    provider.say('One');
    await (await join(answer, 'One')).cancel();
    provider.finish();
    expect((await answer.outcome).answer).toMatchObject({ content: 'One', status: 'complete' });
    await answer.settled;
  });
});

describe('stopping', () => {
  test('ends the request to the provider, and is done when what came is stored; all are told', async () => {
    const { host, provider, ends } = createTestHost();
    const answer = host(input);
    provider.say('One ');
    await (await join(answer, 'One ')).cancel();
    const reading = readWhole(answer.read(null));
    await answer.stop();
    expect(provider.cancelled()).toBe(1);
    expect(ends).toMatchObject([{ status: 'stopped', content: 'One ' }]);
    const { parts, isClosed } = await reading;
    expect(parts.at(-1)).toMatchObject({ type: 'finish', messageMetadata: { status: 'stopped' } });
    expect(isClosed).toBe(true);
  });

  test('one that has ended changes nothing', async () => {
    const { host, provider, ends } = createTestHost();
    const answer = host(input);
    provider.say('One');
    provider.finish();
    await answer.settled;
    await answer.stop();
    expect(ends).toMatchObject([{ status: 'complete' }]);
  });

  test('does not wait for longer than two seconds for a database that is away', async () => {
    const test = createTestHost({ storeWithinMs: 60_000 });
    test.failWith = new AppError('service_unavailable');
    const answer = test.host(input);
    test.provider.say('One');
    await join(answer, 'One');
    const stopped = vi.fn();
    void answer.stop().then(stopped);
    await vi.advanceTimersByTimeAsync(1_999);
    expect(stopped).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(stopped).toHaveBeenCalledOnce();
    expect(test.provider.cancelled()).toBe(1);
    test.failWith = null;
    await vi.advanceTimersByTimeAsync(4_000);
    expect(test.ends).toMatchObject([{ status: 'stopped', content: 'One' }]);
  });

  test('resolves although it could not be stored, which its readers are told', async () => {
    const test = createTestHost();
    test.failWith = new AppError('service_unavailable');
    const answer = test.host(input);
    test.provider.say('One');
    await join(answer, 'One');
    const stopping = answer.stop();
    await vi.advanceTimersByTimeAsync(1_000);
    await stopping;
    await expect(answer.outcome).rejects.toMatchObject({ code: 'service_unavailable' });
    await answer.settled;
    expect((await readWhole(answer.read(null))).types.at(-1)).toBe('error');
  });
});

describe('what somebody else has ended first', () => {
  async function tell(status: 'interrupted' | 'failed' | 'stopped') {
    const test = createTestHost();
    test.endedBefore = { status, content: 'On', finishReason: null };
    const answer = test.host(input);
    test.provider.say('One');
    test.provider.finish();
    await answer.settled;
    const { parts } = await readWhole(answer.read(null));
    return { parts, outcome: await answer.outcome, logged: test.logged };
  }

  test.each(['interrupted', 'failed'] as const)(
    'as %s is told and logged so, and can be asked again',
    async (status) => {
      const { parts, outcome, logged } = await tell(status);
      const [news, error] = parts.slice(-2);
      expect(news).toEqual({ type: 'message-metadata', messageMetadata: { status } });
      expect(error?.type === 'error' && JSON.parse(error.errorText)).toMatchObject({
        code: 'provider_failed',
        retryable: true,
      });
      expect(parts.filter(({ type }) => type === 'finish')).toEqual([]);
      expect(outcome).toMatchObject({ answer: { status, content: 'On' }, code: 'provider_failed' });
      expect(logged).toMatchObject([{ event: 'turn', status, code: 'provider_failed' }]);
    },
  );

  test('as stopped is told and logged so', async () => {
    const { parts, outcome, logged } = await tell('stopped');
    const metadata = { status: 'stopped' };
    expect(parts.at(-1)).toMatchObject({ type: 'finish', finishReason: 'other', messageMetadata: metadata });
    expect(outcome).toMatchObject({ answer: { status: 'stopped', content: 'On' }, code: null });
    expect(logged).toMatchObject([{ event: 'turn', status: 'stopped', code: null }]);
  });
});

describe('a title', () => {
  test('is told before the end of the stream', async () => {
    const { host, provider, titleEnds } = createTestHost({ modelTitles: true });
    const answer = host(input);
    provider.say('One');
    provider.finish();
    const { types, isClosed } = await readWhole(answer.read(null));
    expect([types.slice(-2), isClosed]).toEqual([['finish', 'data-chat'], true]);
    expect(titleEnds).toMatchObject([{ title: 'One' }]);
  });

  test('that can not be stored keeps no reader, and is stored when it can be', async () => {
    const test = createTestHost({ modelTitles: true, storeWithinMs: 60_000 });
    const answer = test.host(input);
    const reading = readWhole(answer.read(null));
    test.provider.say('One');
    test.provider.finish();
    await answer.outcome;
    test.failWith = new AppError('service_unavailable');
    await vi.advanceTimersByTimeAsync(10_000);
    const { types, isClosed } = await reading;
    expect([types.at(-1), isClosed]).toEqual(['finish', true]);
    expect(test.titleEnds).toEqual([]);
    test.failWith = null;
    await vi.advanceTimersByTimeAsync(4_000);
    await answer.settled;
    expect(test.titleEnds).toMatchObject([{ title: 'One' }]);
    expect((await readWhole(answer.read(null))).types.at(-1)).toBe('finish');
  });
});

test('that a lost answer is tried no more to be ended is said in the log', () => {
  const { logUnended, logged } = createTestHost();
  logUnended(answerId, new AppError('service_unavailable'));
  expect(logged).toEqual([{ event: 'unended', answerId, code: 'service_unavailable' }]);
});
