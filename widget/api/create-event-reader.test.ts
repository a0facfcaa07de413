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
});
