import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { StreamPart } from '../../protocol/event-stream.ts';
import { readEvents } from '../testing/read-events.ts';
import { encodeEventStream } from './encode-event-stream.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function setUp() {
  const cancel = vi.fn();
  const source: { controller?: ReadableStreamDefaultController<StreamPart> } = {};
  const parts = new ReadableStream<StreamPart>({
    start(controller) {
      source.controller = controller;
    },
    cancel,
  });
  const leaving = new AbortController();
  const reader = encodeEventStream(parts, leaving.signal).getReader();
  const read = async () => {
    const { value, done } = await reader.read();
    return done ? 'the end' : new TextDecoder().decode(value);
  };
  return { source: source.controller, cancel, leaving, reader, read };
}

test('parts become events, and the last one says so', async () => {
  const { source, read } = setUp();
  source?.enqueue({ type: 'start-step' });
  source?.close();
  expect(await read()).toBe('data: {"type":"start-step"}\n\n');
  expect(await read()).toBe('data: [DONE]\n\n');
  expect(await read()).toBe('the end');
});

test('a second of silence is a comment, before the first word and after it', async () => {
  const { source, read } = setUp();
  for (let second = 0; second < 3; second += 1) {
    const silent = read();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await silent).toBe(': \n\n');
    source?.enqueue({ type: 'text-start', id: 'text' });
    expect(await read()).toContain('text-start');
  }
});

test('a part that comes after a comment is not lost', async () => {
  const { source, read } = setUp();
  const first = read();
  await vi.advanceTimersByTimeAsync(1_000);
  await first;
  const second = read();
  source?.enqueue({ type: 'start-step' });
  expect(await second).toContain('start-step');
});

test('any parts, and any silences between them, are read as the same parts', async () => {
  const text = fc.string({ unit: 'binary' });
  const part = fc.oneof(
    text.map((delta): StreamPart => ({ type: 'text-delta', id: 'text', delta })),
    text.map((errorText): StreamPart => ({ type: 'error', errorText })),
    fc.constantFrom<StreamPart>({ type: 'start-step' }, { type: 'text-end', id: '[DONE]\n\n' }),
  );
  const silence = fc.constant(null);
  const streams = fc.asyncProperty(fc.array(fc.oneof(part, silence)), async (news) => {
    const { readable, writable } = new TransformStream<StreamPart, StreamPart>();
    const reading = readEvents(new Response(encodeEventStream(readable, new AbortController().signal)));
    const writer = writable.getWriter();
    for (const item of news) await (item ? writer.write(item) : vi.advanceTimersByTimeAsync(1_000));
    await writer.close();
    const { parts, isClosed } = await reading;
    expect(parts).toEqual(news.filter((item) => item !== null));
    expect(isClosed).toBe(true);
  });
  await fc.assert(streams);
});

test('a reader who cancels, and one whose connection is gone, have left', async () => {
  const cancelling = setUp();
  await cancelling.reader.cancel();
  expect(cancelling.cancel).toHaveBeenCalledOnce();
  const dropping = setUp();
  dropping.leaving.abort();
  await vi.waitFor(() => {
    expect(dropping.cancel).toHaveBeenCalledOnce();
  });
});
