import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatEventId } from './event-id.ts';
import {
  decodeStreamPart,
  encodedHeartbeat,
  encodedStreamEnd,
  encodeStreamPart,
  streamEnd,
  StreamPart,
} from './event-stream.ts';
import { FinishReason, MessageStatus } from './message.ts';

const id = '0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b';

/** Texts that a model may write or a person may paste, and what could be taken for the end of a line or of the stream. */
const texts = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary' }),
      // Halves of surrogate pairs included.
      fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
      fc.constantFrom('\n', '\r', '\r\n', '\n\n', '\0', '\u0085', '\u2028', '\u2029', '\ufeff', '\ud83d'),
      fc.constantFrom(streamEnd, 'data: ', `\n\ndata: ${streamEnd}\n\n`, ': ', '"', '\\', '}'),
    ),
  )
  .map((pieces) => pieces.join(''));

const usage = fc.record(
  { inputTokens: fc.nat(), outputTokens: fc.nat(), cachedInputTokens: fc.nat() },
  { requiredKeys: ['inputTokens', 'outputTokens'] },
);
const messageMetadata = fc.record(
  {
    chatId: fc.uuid(),
    userMessageId: fc.uuid(),
    usage: fc.option(usage),
    status: fc.constantFrom(...MessageStatus.options),
    ttftMs: fc.nat(),
  },
  { requiredKeys: [] },
);
const quota = fc.record({
  limit: fc.nat(),
  used: fc.nat(),
  remaining: fc.nat(),
  resetsAt: fc.option(texts),
});
const transient = fc.constant(true as const);

/** What may stand in each type of part. */
const fields = {
  start: fc.record({ messageId: fc.uuid(), messageMetadata }),
  'start-step': fc.constant({}),
  'text-start': fc.record({ id: texts }),
  'text-delta': fc.record({ id: texts, delta: texts }),
  'text-end': fc.record({ id: texts }),
  'finish-step': fc.constant({}),
  'message-metadata': fc.record({ messageMetadata }),
  finish: fc.record({ finishReason: fc.constantFrom(...FinishReason.options), messageMetadata }),
  error: fc.record({ errorText: texts }),
  'data-chat': fc.record({ data: fc.record({ id: fc.uuid(), title: fc.option(texts) }), transient }),
  'data-quota': fc.record({ data: quota, transient }),
};

const parts = fc.oneof(
  ...Object.entries(fields).map(([type, rest]: [string, fc.Arbitrary<object>]) =>
    // One of the types above, with what belongs to it.
    rest.map((others) => ({ type, ...others }) as StreamPart),
  ),
);

const eventId = formatEventId('0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a04', 1);

describe('a streamed part', () => {
  it('of any type, with any text in it, is one event of one line and comes back the same', () => {
    expect(Object.keys(fields)).toEqual(StreamPart.options.map(({ entries }) => entries.type.literal));
    fc.assert(
      fc.property(parts, (part) => {
        const event = encodeStreamPart(part, eventId);
        expect(event).toMatch(/^id: 1-0190a1b2\ndata: \{[^\n\r]*\}\n\n$/);
        // Half a surrogate pair would not survive on its way through UTF-8.
        expect(event).not.toMatch(/\p{Surrogate}/u);
        expect(decodeStreamPart(event.slice(`id: ${eventId}\ndata: `.length, -2))).toEqual(part);
      }),
    );
  });

  it('is never taken for a heartbeat or for the end, nor they for a part', () => {
    const silence = fc.constant(null);
    fc.assert(
      fc.property(fc.array(fc.oneof(parts, silence)), (events) => {
        const stream = events.map((part) =>
          part === null ? encodedHeartbeat : encodeStreamPart(part, eventId),
        );
        const lines = [...stream, encodedStreamEnd].join('').split('\n');
        const data = lines.filter((line) => line.startsWith('data: ')).map((line) => line.slice(6));
        expect(data.pop()).toBe(streamEnd);
        expect(data.map(decodeStreamPart)).toEqual(events.filter((part) => part !== null));
        const others = lines.filter((line) => !/^(?:id|data): |^$/.test(line));
        expect(others).toEqual(events.filter((part) => part === null).map(() => ': '));
      }),
    );
    expect(() => decodeStreamPart(streamEnd)).toThrow(SyntaxError);
  });

  it('is read from any JSON or passed over, and nothing else goes wrong', () => {
    const known = fc.constantFrom(...Object.keys(fields));
    const almost = fc.record({ type: known, id: fc.jsonValue(), data: fc.jsonValue() });
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), almost), (value) => {
        const part = decodeStreamPart(JSON.stringify(value));
        if (part !== undefined) expect(value).toMatchObject(part);
      }),
    );
  });

  it('of a kind not known yet is passed over', () => {
    expect(decodeStreamPart('{"type":"data-later","data":{}}')).toBeUndefined();
  });

  it('that is not JSON is an error', () => {
    expect(() => decodeStreamPart('{"type":')).toThrow(SyntaxError);
  });

  it('names ids in one spelling', () => {
    const start = { type: 'start', messageId: id.toUpperCase(), messageMetadata: {} };
    expect(decodeStreamPart(JSON.stringify(start))).toMatchObject({ messageId: id });
  });
});
