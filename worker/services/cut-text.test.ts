import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cutText } from './cut-text.ts';

const family = '👩‍👩‍👧‍👦';

test.each([
  ['short enough', 'abc', 3, 'abc'],
  ['too long', 'abcd', 3, 'abc'],
  ['of three bytes a character', '東京都', 8, '東京'],
  ['of a letter with a mark', 'abe\u0301', 4, 'ab'],
  ['of an emoji of several', `a${family}`, 20, 'a'],
  ['of nothing that fits', family, 3, ''],
])('a text that is %s', (_name, text, bytesMax, cut) => {
  // As JSON, because no reporter could print half an emoji.
  expect(JSON.stringify(cutText(text, bytesMax))).toBe(JSON.stringify(cut));
});

test('what is left is a beginning of whole characters, and all of them that fit', () => {
  const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  const bytes = (text: string) => new TextEncoder().encode(text).length;
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.nat(40), (text, bytesMax) => {
      const cut = cutText(text, bytesMax);
      const starts = Array.from(graphemes.segment(text), ({ index }) => index);
      expect(text.startsWith(cut)).toBe(true);
      expect([...starts, text.length]).toContain(cut.length);
      const next = starts.find((start) => start > cut.length) ?? text.length;
      expect(bytes(cut)).toBeLessThanOrEqual(bytesMax);
      if (cut !== text) expect(bytes(text.slice(0, next))).toBeGreaterThan(bytesMax);
    }),
  );
});
