import { expect, test } from 'vitest';
import { makeTitle } from './make-title.ts';

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
  ['emoji of families', family.repeat(100), `${family.repeat(59)}…`],
  ['letters with marks', 'e\u0301'.repeat(100), `${'e\u0301'.repeat(59)}…`],
])('%s is never cut inside a character', (_name, message, title) => {
  expect(makeTitle(message)).toBe(title);
  expect(countGraphemes(title)).toBe(60);
});

test('sixty characters are not too many', () => {
  const exactly = 'abcde fghi '.repeat(6).slice(0, 60);
  expect(makeTitle(exactly)).toBe(exactly);
});
