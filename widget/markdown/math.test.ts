import { expect } from '@open-wc/testing';
import { render } from 'lit';
import { renderMarkdown } from './render-markdown.ts';

function show(text: string): HTMLElement {
  const element = document.createElement('div');
  render(renderMarkdown(text), element);
  return element;
}

const formulasOf = (text: string) =>
  [...show(text).querySelectorAll('.math')].map((math) => math.textContent.trim());

const formulas: [name: string, text: string, formulas: string[]][] = [
  ['one in dollars', 'so $x_1 * y_1$ and $x_2 * y_2$ hold', ['$x_1 * y_1$', '$x_2 * y_2$']],
  ['a letter', 'let $n$ be', ['$n$']],
  ['one at the end of a sentence', 'is $a^2$.', ['$a^2$']],
  ['one in round brackets', String.raw`so \(a_1 * b_1\) holds`, [String.raw`\(a_1 * b_1\)`]],
  ['one in square brackets', String.raw`so \[a_1 * b_1\] holds`, [String.raw`\[a_1 * b_1\]`]],
  ['one that is set apart', 'so $$a_1 * b_1$$ holds', ['$$a_1 * b_1$$']],
  ['a block', 'so\n$$\na\n- b\n+ c\n# d\n$$\nholds', ['$$\na\n- b\n+ c\n# d\n$$']],
  ['a block in brackets', 'so\n\n\\[\n\\frac{a}{b}\n\\]\n\nholds', ['\\[\n\\frac{a}{b}\n\\]']],
  ['a block in a list', '- so\n  $$\n  a_1\n  $$', ['$$\na_1\n$$']],
  [
    'the second of two that begin',
    String.raw`so \[a \[b\] and \(c \(d\)`,
    [String.raw`\[b\]`, String.raw`\(d\)`],
  ],
  ['a new line with a height in it', String.raw`\[a \\[4pt] b\]`, [String.raw`\[a \\[4pt] b\]`]],
  ['an escaped dollar in it', String.raw`$a = \$5$`, [String.raw`$a = \$5$`]],
  ['one in strong words', '**so $a_1 b_1$**', ['$a_1 b_1$']],
  ['one in a table', '| a |\n|-|\n| $x_1$ |', ['$x_1$']],
];

const others: [name: string, text: string][] = [
  ['prices', 'It is $5 and $10 today'],
  ['a price before another currency', 'from $5 to A$ a piece'],
  ['prices side by side', '$5-$10 or $5/$10'],
  ['an escaped dollar', String.raw`\$a_1\$ b`],
  ['variables of a shell', 'in $HOME and $PATH'],
  ['variables in a path', '$HOME/$USER'],
  ['code', '`$a$` and `\\(a\\)`'],
  ['a block of code', '```\n$$\na\n$$\n```'],
  ['two that never end', '$$\na\n\nb $ c'],
  ['one across an empty line', '$$\na\n\nb\n$$'],
  ['escaped brackets of a link', String.raw`\[a\](https://x.example)`],
];

describe('math', () => {
  for (const [name, text, shown] of formulas) {
    it(`shows ${name} as it was written`, () => {
      expect(formulasOf(text)).to.deep.equal(shown);
      expect(show(text).querySelector('.math em, .math strong')).to.equal(null);
    });
  }

  for (const [name, text] of others) {
    it(`takes ${name} for no formula`, () => {
      expect(formulasOf(text)).to.deep.equal([]);
    });
  }

  it('goes on with the text around it', () => {
    expect(show('so\n$$\na\n$$\nholds').textContent.replaceAll(/\s+/g, ' ').trim()).to.equal(
      'so $$ a $$ holds',
    );
    expect([...show('so\n$$\na\n$$\nholds').children].map(({ localName }) => localName)).to.deep.equal([
      'p',
      'div',
      'p',
    ]);
  });

  for (const bomb of [
    '$'.repeat(20_000),
    '$a'.repeat(8_000),
    '\\('.repeat(8_000),
    '$$\n'.repeat(6_000),
    '\\[\n'.repeat(6_000),
  ]) {
    it(`survives thousands of ${JSON.stringify(bomb.slice(0, 3))}`, () => {
      expect(show(bomb).textContent).not.to.equal('');
    });
  }
});
