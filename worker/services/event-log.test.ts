import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { formatEventId } from '../../protocol/event-id.ts';
import {
  encodedHeartbeat,
  encodedStreamEnd,
  encodeStreamPart,
  type StreamPart,
} from '../../protocol/event-stream.ts';
import { createEventLog } from './event-log.ts';

const answerId = '0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a04';
const idOf = (number: number) => formatEventId(answerId, number);
const delta = (text: string): StreamPart => ({ type: 'text-delta', id: 'text', delta: text });

/** Parts with characters of one to four bytes, and one that is larger than what is first set aside. */
const parts: StreamPart[] = [
  { type: 'start-step' },
  delta('plain'),
  delta('Größe, 東京, 👩‍👩‍👧‍👦\n\r\u2028'),
  delta('x'.repeat(20_000)),
  delta('東'.repeat(20_000)),
  { type: 'text-end', id: 'text' },
];
const encoded = parts.map((part, index) => encodeStreamPart(part, idOf(index + 1)));
const whole = [...encoded, encodedStreamEnd].join('');

function reading(stream: ReadableStream<Uint8Array>) {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  return {
    reader,
    next: async () => {
      const { value, done } = await reader.read();
      return done ? 'the end' : decoder.decode(value, { stream: true });
    },
  };
}

function closedLog() {
  const log = createEventLog(answerId);
  log.write(...parts);
  log.close();
  return log;
}

describe('a reader who comes when all is told', () => {
  test('reads every byte of it', async () => {
    expect(await new Response(closedLog().read(null)).text()).toBe(whole);
  });

  test('reads it in few chunks', async () => {
    const log = createEventLog(answerId);
    for (let event = 0; event < 1_000; event += 1) log.write(delta('x'));
    log.close();
    const { next } = reading(log.read(null));
    let chunks = 0;
    while ((await next()) !== 'the end') chunks += 1;
    // The platform may hand on what it is given in smaller pieces.
    expect(chunks).toBeLessThan(50);
  });

  test.each(encoded.map((_event, index) => index + 1))(
    'reads exactly what follows event %i',
    async (seen) => {
      const rest = await new Response(closedLog().read(idOf(seen))).text();
      expect(rest).toBe([...encoded.slice(seen), encodedStreamEnd].join(''));
    },
  );

  test.each([
    ['of another answer', formatEventId('1190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a04', 2)],
    ['that was never told', idOf(parts.length + 1)],
    ['that is none', 'two'],
  ])('and names an event %s reads all', async (_what, lastEventId) => {
    expect(await new Response(closedLog().read(lastEventId)).text()).toBe(whole);
  });

  test('with a buffer of their own reads all, too, and is told of the end', async () => {
    const reader = closedLog().read(null).getReader({ mode: 'byob' });
    const decoder = new TextDecoder();
    let text = '';
    for (;;) {
      const { value, done } = await reader.read(new Uint8Array(1_000));
      if (done) break;
      text += decoder.decode(value, { stream: true });
    }
    expect(text).toBe(whole);
  });
});

test('what is told is read as it comes, by each at their own speed', async () => {
  const log = createEventLog(answerId);
  const quick = reading(log.read(null));
  const slow = log.read(null);
  for (const [index, part] of parts.entries()) {
    const waiting = quick.next();
    log.write(part);
    let event = await waiting;
    while (!event.endsWith('\n\n')) event += await quick.next();
    expect(event).toBe(encoded[index]);
  }
  const end = quick.next();
  log.close();
  expect(await end).toBe(encodedStreamEnd);
  expect(await quick.next()).toBe('the end');
  expect(await new Response(slow).text()).toBe(whole);
});

test('what has piled up while a reader was busy is one chunk', async () => {
  const log = createEventLog(answerId);
  const { next } = reading(log.read(null));
  log.write(delta('one'));
  log.write(delta('two'));
  log.write(delta('three'));
  expect((await next()).split('\n\n')).toHaveLength(4);
});

test('a reader who leaves is heard of once, and the others read on', async () => {
  const log = createEventLog(answerId);
  const onLeave = vi.fn();
  const leaving = reading(log.read(null, onLeave));
  const staying = reading(log.read(null));
  log.write(delta('one'));
  await leaving.next();
  await staying.next();
  void leaving.next();
  const waiting = staying.next();
  await leaving.reader.cancel();
  log.write(delta('two'));
  expect(await waiting).toContain('two');
  expect(onLeave).toHaveBeenCalledOnce();
});

test('one who has read all has not left', async () => {
  const onLeave = vi.fn();
  await new Response(closedLog().read(null, onLeave)).text();
  expect(onLeave).not.toHaveBeenCalled();
});

/** Whether a promise has settled by now, of timers that are faked. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  let settled = false;
  void promise.then(() => {
    settled = true;
  });
  await vi.advanceTimersByTimeAsync(0);
  return settled;
}

describe('silence', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test('of half a second is a comment to each reader, and not before', async () => {
    const log = createEventLog(answerId);
    const first = reading(log.read(null));
    const early = first.next();
    await vi.advanceTimersByTimeAsync(300);
    const second = reading(log.read(null));
    const late = second.next();
    await vi.advanceTimersByTimeAsync(199);
    expect(await isSettled(early)).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(await early).toBe(encodedHeartbeat);
    expect(await isSettled(late)).toBe(false);
    await vi.advanceTimersByTimeAsync(300);
    expect(await late).toBe(encodedHeartbeat);
  });

  test('is counted anew from every event, and no event is lost to it', async () => {
    const log = createEventLog(answerId);
    const { next } = reading(log.read(null));
    for (let round = 0; round < 3; round += 1) {
      const spoken = next();
      await vi.advanceTimersByTimeAsync(400);
      log.write(delta(String(round)));
      expect(await spoken).toContain(`"delta":"${String(round)}"`);
      const silent = next();
      await vi.advanceTimersByTimeAsync(499);
      expect(await isSettled(silent)).toBe(false);
      await vi.advanceTimersByTimeAsync(1);
      expect(await silent).toBe(encodedHeartbeat);
    }
  });

  test('leaves no timer behind a reader who has gone, or has read all', async () => {
    const log = createEventLog(answerId);
    const leaving = reading(log.read(null));
    const staying = reading(log.read(null));
    void leaving.next();
    const waiting = staying.next();
    expect(vi.getTimerCount()).toBe(2);
    await leaving.reader.cancel();
    expect(vi.getTimerCount()).toBe(1);
    log.close();
    await waiting;
    expect(await staying.next()).toBe('the end');
    expect(vi.getTimerCount()).toBe(0);
  });
});

test('what is written after the end is told to nobody', async () => {
  const log = createEventLog(answerId);
  log.write(...parts);
  log.close();
  log.write(delta('too late'));
  expect(await new Response(log.read(null)).text()).toBe(whole);
});
