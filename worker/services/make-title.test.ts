import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makeTitle, readTitle } from './make-title.ts';

const family = '👩‍👩‍👧‍👦';

test.each([
  ['How do I deploy this?', 'How do I deploy this?'],
  ['\n\n  First line  \nsecond line', 'First line'],
  ['# A heading', 'A heading'],
  ['> - **Bold** and _quiet_ and `code`', 'Bold and quiet and code'],
  ['See [the docs](https://example.com) now', 'See the docs now'],
  ['1. One', 'One'],
  ['```js\nconst a = 1;\n```', 'const a = 1;'],
  ['snake_case_name stays', 'snake_case_name stays'],
  ['2 * 3 * 4', '2 * 3 * 4'],
  ['tabs\tand   spaces', 'tabs and spaces'],
  [family, family],
  ['こんにちは、世界', 'こんにちは、世界'],
])('%j is called %j', (message, title) => {
  expect(makeTitle(message)).toBe(title);
});

test.each(['', '   \n ', '```', '---'])('nothing readable in %j, no title', (message) => {
  expect(makeTitle(message)).toBeNull();
});

function countGraphemes(text: string): number {
  return Array.from(new Intl.Segmenter().segment(text)).length;
}

test('a long line is cut at a word', () => {
  const title = makeTitle('word '.repeat(30));
  expect(title).toBe(`${'word '.repeat(11)}word…`);
});

test.each([
  ['a word without end', 'x'.repeat(500), `${'x'.repeat(59)}…`],
  ['letters with marks', 'e\u0301'.repeat(100), `${'e\u0301'.repeat(59)}…`],
])('%s is never cut inside a character', (_name, message, title) => {
  expect(makeTitle(message)).toBe(title);
  expect(countGraphemes(title)).toBe(60);
});

test.each([
  ['families, of seven code points each', family.repeat(100), `${family.repeat(17)}…`],
  ['families that just fit', family.repeat(17), family.repeat(17)],
  ['a character of more than a title may have', `e${'\u0301'.repeat(200)}`, null],
])('the database takes 120 code points, and so it gets no more: %s', (_name, message, title) => {
  expect(makeTitle(message)).toBe(title);
});

test('a title is never too long in any count, and never ends in half a character', () => {
  const marked = 'e\u0301';
  const zalgo = `z${'\u0301'.repeat(45)}`;
  const unit = fc.constantFrom('a', 'word', ' ', '字', marked, zalgo, family, '🇫🇷', '👍🏽', '한', 'ก็');
  const message = fc.string({ unit, minLength: 1, maxLength: 150 });
  const read = fc.property(message, (text) => {
    const line = text.replace(/ +/g, ' ').trim();
    const title = makeTitle(text);
    if (title === null) return;
    expect(countGraphemes(title)).toBeLessThanOrEqual(60);
    expect(Array.from(title).length).toBeLessThanOrEqual(120);
    if (title === line) return;
    expect(title.endsWith('…')).toBe(true);
    const kept = title.slice(0, -1);
    expect(line.startsWith(kept)).toBe(true);
    const ends = Array.from(new Intl.Segmenter().segment(line), ({ index }) => index);
    expect(ends).toContain(kept.length);
  });
  fc.assert(read, { numRuns: 500 });
});

test('sixty characters are not too many', () => {
  const exactly = 'abcde fghi '.repeat(6).slice(0, 60);
  expect(makeTitle(exactly)).toBe(exactly);
});

describe("a model's reply", () => {
  test.each([
    ['Tides explained', 'Tides explained'],
    ['"Tides explained"', 'Tides explained'],
    ['“Tides explained.”', 'Tides explained'],
    ['**"Tides explained."**\n\nI hope this helps!', 'Tides explained'],
    ['\n# 「潮の満ち引き」。', '潮の満ち引き'],
    ['«Les marées»', 'Les marées'],
    ['Wait for it…', 'Wait for it…'],
    ['"Hamlet" and "Macbeth" compared', '"Hamlet" and "Macbeth" compared'],
    ["'90s music", "'90s music"],
    [family, family],
  ])('%j names the chat %j', (reply, title) => {
    expect(readTitle(reply)).toBe(title);
  });

  test.each(['', ' \n', '""', '```', '\u200b'])('that says nothing names nothing: %j', (reply) => {
    expect(readTitle(reply)).toBeNull();
  });

  test('that never ends is cut like any other, without its marks', () => {
    expect(readTitle(`"${'x'.repeat(500)}"`)).toBe(`${'x'.repeat(59)}…`);
  });
});
