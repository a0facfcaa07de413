import { expect, test } from 'vitest';
import { decodeCursor, encodeCursor } from './chat-cursor.ts';

const cursor = { updatedAt: '2026-11-01T12:00:00.123456+00:00', id: '4f3a5c0e-8d7b-4a51-9a53-51d1c0a60001' };

test.each([cursor.updatedAt, '2026-11-01 12:00:00.338+00', '2026-11-01T12:00:00Z'])(
  'a cursor comes back as it went, and needs no escaping in a URL: %s',
  (updatedAt) => {
    const text = encodeCursor({ ...cursor, updatedAt });
    expect(decodeCursor(text)).toEqual({ ...cursor, updatedAt });
    expect(encodeURIComponent(text).replaceAll('%3D', '=')).toBe(text);
  },
);

test.each([
  ['nothing', ''],
  ['words', 'the next page'],
  ['JSON of something else', btoa('{"id":1}')],
  ['a filter instead of a time', btoa(JSON.stringify(['2026-11-01",id.neq."', cursor.id]))],
  ['a filter instead of an id', btoa(JSON.stringify([cursor.updatedAt, 'x),user_id.neq.(y']))],
])('%s is not a cursor', (_name, text) => {
  expect(decodeCursor(text)).toBeNull();
});
