import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEventReader } from './create-event-reader.ts';

function read(...pieces: string[]): string[] {
  const events: string[] = [];
  const take = createEventReader((data) => events.push(data));
  for (const piece of pieces) take(piece);
  return events;
}

describe('reading server-sent events', () => {
  it.each([
    ['an event', 'data: a\n\n', ['a']],
    ['two events', 'data: a\n\ndata: b\n\n', ['a', 'b']],
    ['data of several lines', 'data: a\ndata: b\n\n', ['a\nb']],
    ['data without a space, and one space of many', 'data:a\n\ndata:  b\n\n', ['a', ' b']],
    ['empty data', 'data:\n\n', ['']],
    ['every kind of line end', 'data: a\r\n\r\ndata: b\r\rdata: c\n\n', ['a', 'b', 'c']],
    ['comments between', ': \n\n:heartbeat\n\ndata: a\n: x\n\n', ['a']],
    ['other fields', 'id: 1\nevent: news\nretry: 5\ndata: a\n\n', ['a']],
    ['an event without data', 'event: news\n\ndata: a\n\n', ['a']],
    ['an event that has not ended', 'data: a\n\ndata: b\n', ['a']],
  ])('finds %s', (_name, text, events) => {
    expect(read(text)).toEqual(events);
  });

  it.each<[string, string, [string, string][]]>([
    [
      'of each event',
      'id: 1\ndata: a\n\ndata: b\nid:2\n\n',
      [
        ['a', '1'],
        ['b', '2'],
      ],
    ],
    [
      'of the event before, when one has none',
      'id: 1\ndata: a\n\ndata: b\n\n',
      [
        ['a', '1'],
        ['b', '1'],
      ],
    ],
    ['of nobody yet', 'data: a\n\n', [['a', '']]],
    ['of an event without data', 'id: 1\n\ndata: b\n\n', [['b', '1']]],
  ])('tells the id %s', (_name, text, events) => {
    const seen: [string, string][] = [];
    createEventReader((data, id) => seen.push([data, id]))(text);
    expect(seen).toEqual(events);
  });

  it('finds the same wherever the text is cut', () => {
    const pieces = fc.constantFrom(
      'data: a',
      'data:',
      ': c',
      '\n',
      '\r',
      '\r\n',
      '\n\n',
      'x',
      ' ',
      '{"a":"\\n"}',
    );
    const texts = fc.array(pieces, { maxLength: 30 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(texts, fc.array(fc.nat(80)), (text, places) => {
        const cuts = [0, ...places.map((place) => Math.min(place, text.length)), text.length];
        cuts.sort((one, other) => one - other);
        const parts = cuts.slice(1).map((end, index) => text.slice(cuts[index], end));
        // One line end more, so that a carriage return at the end of the text is known to be a whole one.
        expect(read(...parts, 'x\n')).toEqual(read(text, 'x\n'));
      }),
    );
  });

  it('finds the same events wherever the network cuts the bytes, however lines end and whatever stands between', () => {
    const lineEnds = fc.constantFrom('\n', '\r\n', '\r');
    /** One line of text: what ends a line can't stand in it, half a surrogate pair can't be sent. */
    const lines = fc.string({ unit: 'binary', maxLength: 8 }).map((text) => text.replace(/[\r\n]/g, ''));
    const noise = fc.oneof(
      lines.map((text) => `:${text}`),
      lines.map((text) => `id: ${text}`),
      fc.constantFrom('event: news', 'retry: 5', 'data-less: x', ''),
    );
    const event = fc.record({
      data: fc.array(lines, { minLength: 1, maxLength: 3 }),
      before: fc.array(noise, { maxLength: 3 }),
    });

    /** The event as it is written, and its data as it should be read. */
    const written = fc.tuple(event, lineEnds, fc.boolean()).map(([{ data, before }, end, hasSpace]) => ({
      data: data.join('\n'),
      // Without the space that the format allows, a space of the text itself would be taken for it.
      text: [
        ...before,
        ...data.map((line) => `data:${hasSpace || line.startsWith(' ') ? ' ' : ''}${line}`),
        '',
        '',
      ].join(end),
    }));

    const cut = (bytes: Uint8Array, places: number[]) => {
      const cuts = [0, ...places.map((place) => place % (bytes.length + 1)), bytes.length];
      cuts.sort((one, other) => one - other);
      const decoder = new TextDecoder();
      return cuts
        .slice(1)
        .map((end, index) => decoder.decode(bytes.subarray(cuts[index], end), { stream: true }));
    };

    fc.assert(
      fc.property(
        fc.array(written, { minLength: 1, maxLength: 6 }),
        fc.array(fc.nat(), { minLength: 1, maxLength: 20 }),
        (events, places) => {
          const stream = new TextEncoder().encode(events.map(({ text }) => text).join(''));
          // One line more: a carriage return at the very end might be half of a line end.
          const expected = events.map(({ data }) => data);
          expect(read(...cut(stream, places), 'x\n')).toEqual(expected);
        },
      ),
    );
  });
});
