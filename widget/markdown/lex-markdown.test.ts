import { expect } from '@open-wc/testing';
import { lexMarkdown } from './lex-markdown.ts';
import { warmUp } from './warm-up.ts';

/** How many times the lexer looks for something: what it does again and again is seen here, on any machine. */
function lookups(text: string): number {
  const exec = Object.getOwnPropertyDescriptor(RegExp.prototype, 'exec') ?? {};
  const value: unknown = exec.value;
  let count = 0;
  const get = () => {
    count += 1;
    return value;
  };
  Object.defineProperty(RegExp.prototype, 'exec', { configurable: true, get });
  try {
    lexMarkdown(text);
  } finally {
    Object.defineProperty(RegExp.prototype, 'exec', exec);
  }
  return count;
}

const kindsIn = (text: string): Set<string> =>
  new Set([...JSON.stringify(lexMarkdown(text)).matchAll(/"type":"(\w+)"/g)].map(([, kind = '']) => kind));

/** As a model writes that says the same for ever. */
const loops = ['_a*', '_a *', '**a_', '~a~~b ', '"**b ', '。**a ', '(*a ', 'é(***'];

describe('a text that says the same for ever', () => {
  for (const loop of loops) {
    it(`is read once, not once for each ${JSON.stringify(loop)}`, () => {
      const times = Math.ceil(3_000 / loop.length);
      expect(lookups(loop.repeat(2 * times))).to.be.below(3 * lookups(loop.repeat(times)));
    });
  }

  it('is one paragraph where formulas begin on every line and never end', () => {
    expect(lookups('\n\\['.repeat(1_000))).to.be.below(1.2 * lookups('\n\\{'.repeat(1_000)));
  });

  it('is text where its emphasis has begun so often without an end', () => {
    expect([...kindsIn(`${'(*a '.repeat(300)}~~b~~ _c_`)]).to.have.members(['paragraph', 'text']);
  });

  it('is text where it is one word', () => {
    expect([...kindsIn(`${'a.a-a_'.repeat(400)}@ **b**`)]).to.have.members(['paragraph', 'text']);
    expect([...kindsIn(`**b** https://x.example/?${'a'.repeat(1_900)}`)]).to.include.members([
      'strong',
      'link',
    ]);
  });

  it('changes nothing in the next paragraph, item or cell', () => {
    const loop = '(*a '.repeat(300);
    for (const text of [`${loop}\n\n**b**`, `- ${loop}\n- **b**`, `| a |\n|-|\n| ${loop} |\n| **b** |`])
      expect(kindsIn(text).has('strong'), text.slice(-30)).to.equal(true);
  });

  it('is quoted no deeper than anything else', () => {
    for (const deep of [`${'>'.repeat(3_000)}a\nb`, `${'> '.repeat(3_000)}a\nb\n> c`])
      expect(JSON.stringify(lexMarkdown(deep)).match(/"blockquote"/g) ?? []).to.have.length.below(26);
    expect([...kindsIn(`${'> '.repeat(24)}a`)]).to.include('blockquote');
  });

  it('is not what a long answer is', () => {
    const bold = /"type":"strong"/g;
    const boldIn = (text: string) => JSON.stringify(lexMarkdown(text)).match(bold) ?? [];
    expect(boldIn('- **a** and `b_c`, d * e\n'.repeat(400))).to.have.length(400);
    expect(boldIn(`| a | b |\n|-|-|\n${'| **a** | *b* **c** |\n'.repeat(300)}`)).to.have.length(600);
    expect(boldIn('**Name**: some_words, 2 * 3 and [a](https://x.example).\n'.repeat(90))).to.have.length(90);
    expect(boldIn('**a** *b* ~~c~~ '.repeat(1_000))).to.have.length(1_000);
  });
});

it('reads the same after it was made ready, which takes steps', () => {
  const text = '# a\n\n- [x] **b**\n- _c_ ~~d~~ <https://e.f>\n\n> `g` [h](i)\n\n| j |\n| - |\n| k |\n';
  const before = lexMarkdown(text);
  const steps = [...warmUp()];
  expect(steps.length).to.be.greaterThan(5);
  expect(lexMarkdown(text)).to.deep.equal(before);
});
