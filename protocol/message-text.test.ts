import { describe, expect, it } from 'vitest';
import { countCharacters, hasVisibleText } from './message-text.ts';

describe('hasVisibleText', () => {
  it.each(['', ' \n\t', '\u200b\u200d', '\u2060\ufeff', '\u3164', '\u2800', '\u0000', '\ufe0f'])(
    'sees nothing in %j',
    (text) => {
      expect(hasVisibleText(text)).toBe(false);
    },
  );

  it.each(['a', ' . ', '❤️', '👩‍👩‍👧', 'ى', '\u200b?'])('sees something in %j', (text) => {
    expect(hasVisibleText(text)).toBe(true);
  });
});

describe('countCharacters', () => {
  it('counts code points, so that both sides of the wire agree', () => {
    expect(countCharacters('a😀é')).toBe(3);
  });
});
