import { expect } from '@open-wc/testing';
import fc from 'fast-check';
import { html, render } from 'lit';
import {
  createStreamingMarkdown,
  type MarkdownOptions,
  renderBlocks,
  renderMarkdown,
} from './render-markdown.ts';

const pieces = [
  '# Heading', '\n', '\n\n', 'words ', '**strong** ', '*em', '* ', '`code` ', '```js\n', 'const a = 1;\n', '```\n', '- item\n', '  - nested\n', '1. one\n',
  '2', '. two\n', '> quote\n', '| a | b |\n', '|---|:-:|\n', '| 1 | 2 |\n', '---\n', '===\n', '[link](https://x.example) ', '[ref] ', '\n[ref]: https://x.example\n',
  '<b>', '<!-- ', ' -->', '&amp;', '&', 'amp;', '\\*', '~~gone~~ ', '- [ ] task\n', '    indented\n', '\r\n', '\r', '\t', '👩‍👩‍👧', '~~~\n', '![i](https://x.example/i.png)',
  '- [x] done\n', '$', '$$', '$a_1 * b_1$ ', '$$\n', '\\(a_1\\) ', '\\[\n', '\n\\]\n', '$5 ', '[y.example](https://x.example) ', '````\n',
  '<50%off@x.example> ', '**a_ '.repeat(60), '_a*'.repeat(30), '>'.repeat(13), '\n\\[',
]; // prettier-ignore

const document_ = fc.array(fc.constantFrom(...pieces), { maxLength: 30 }).map((parts) => parts.join(''));

/** As the list has them: code that has ended is shown by an element of its own. */
const withCode: MarkdownOptions = {
  codeContent: (code, language) => html`<b data-language=${language}>${code}</b>`,
};

/** A growing text in a page, the way a component shows it. */
function open(options: MarkdownOptions = {}) {
  const element = document.createElement('div');
  const markdown = createStreamingMarkdown();
  return {
    element,
    push: (text: string) => render(renderBlocks(markdown.push(text), options), element),
    finish: (text: string) => render(renderBlocks(markdown.finish(text), options), element),
  };
}

/** What is in the page, without the comments by which Lit finds its way. */
function contentOf(element: Element): string {
  const copy = document.createElement('div');
  copy.append(...[...element.childNodes].map((node) => node.cloneNode(true)));
  const comments = document.createTreeWalker(copy, NodeFilter.SHOW_COMMENT);
  const found: Node[] = [];
  while (comments.nextNode()) found.push(comments.currentNode);
  for (const comment of found) comment.parentNode?.removeChild(comment);
  copy.normalize();
  return new XMLSerializer().serializeToString(copy);
}

function oneShot(text: string, options?: MarkdownOptions): string {
  const element = document.createElement('div');
  render(renderMarkdown(text, options), element);
  return contentOf(element);
}

const sample = `# Title

First *paragraph* with \`code\`.

1. one

2. two

| a | b |
|---|---|
| 1 | 2 |

\`\`\`ts
const a = 1;

const b = 2;
\`\`\`

- [x] done
- [ ] not *yet*

So $a_1 * b_1$ and

$$
a_1 * b_1
- c
$$

> quote
> goes on

Last paragraph.
`;

describe('streaming Markdown', () => {
  it('ends as the one-shot render does, at every chunk split of any text', () => {
    fc.assert(
      fc.property(document_, fc.array(fc.nat(400), { maxLength: 12 }), (text, places) => {
        const stream = open(withCode);
        for (const place of places.sort((one, other) => one - other)) stream.push(text.slice(0, place));
        stream.finish(text);
        expect(contentOf(stream.element)).to.equal(oneShot(text, withCode));
      }),
      { numRuns: 400 },
    );
  });

  it('shows at every moment what the text so far would show', () => {
    const stream = open();
    for (let length = 0; length <= sample.length; length += 1) {
      stream.push(sample.slice(0, length));
      expect(contentOf(stream.element), sample.slice(0, length)).to.equal(oneShot(sample.slice(0, length)));
    }
  });

  it('keeps a finished block: the same object, the same nodes, whatever follows and at the end', () => {
    const stream = open();
    const markdown = createStreamingMarkdown();
    const half = sample.indexOf('| a');
    stream.push(sample.slice(0, half + 30));
    const [blocks] = [markdown.push(sample.slice(0, half + 30))];
    const nodes = [...stream.element.querySelectorAll('h3, p')];
    const selection = getSelection();
    document.body.append(stream.element);
    selection?.selectAllChildren(nodes[1]!);
    for (let length = half + 30; length <= sample.length; length += 3) {
      stream.push(sample.slice(0, length));
      markdown.push(sample.slice(0, length));
    }
    stream.finish(sample);
    expect(markdown.finish(sample).slice(0, 2)).to.deep.equal(blocks.slice(0, 2));
    expect(markdown.finish(sample)[0]).to.equal(blocks[0]);
    expect([...stream.element.querySelectorAll('h3, p')].slice(0, 2)).to.deep.equal(nodes.slice(0, 2));
    expect(selection?.toString()).to.equal('First paragraph with code.');
    stream.element.remove();
  });

  it('does not render a finished block again', () => {
    let count = 0;
    const stream = open({ codeActions: () => (count += 1) });
    const text = `\`\`\`js\na\n\`\`\`\n\nOne.\n\nTwo.\n\n${'word '.repeat(200)}`;
    stream.push(text.slice(0, 30));
    const before = count;
    for (let length = 31; length < text.length; length += 1) stream.push(text.slice(0, length));
    stream.finish(text);
    expect(count).to.equal(before);
  });

  it('knows code that has ended from code that may go on, and renders it anew only then', () => {
    const seen: string[] = [];
    const stream = open({ codeContent: (code) => seen.push(code) && code });
    const text = '````js\nlet a;\n```\nlet b;\n````\n\nand `more`';
    for (let length = 0; length < text.length; length += 1) stream.push(text.slice(0, length));
    stream.finish(text);
    expect(new Set(seen)).to.deep.equal(new Set(['let a;\n```\nlet b;']));
    const cut = open({ codeContent: () => 'never' });
    cut.finish('```js\nlet a;\n');
    expect(cut.element.querySelector('code')?.textContent).to.equal('let a;');
  });

  it('makes a link of a bracket far above when its definition comes', () => {
    const text = 'See [here].\n\nOne.\n\nTwo.\n\nThree.\n\n[here]: https://x.example/';
    const stream = open();
    for (let length = 0; length < text.length; length += 5) stream.push(text.slice(0, length));
    stream.finish(text);
    expect(stream.element.querySelector('a')?.textContent).to.equal('here');
  });

  it('begins anew with a text that does not go on from the last', () => {
    const stream = open();
    stream.push(sample);
    stream.push('Another answer');
    expect(contentOf(stream.element)).to.equal(oneShot('Another answer'));
  });

  const bombs = [
    '> '.repeat(2_000) + '*a '.repeat(500),
    '>'.repeat(900) + '\n_',
    '**a_ '.repeat(800),
    'a_*'.repeat(1_300),
  ];
  for (const bomb of bombs) {
    it(`streams a bomb of ${bomb.slice(0, 5)}`, () => {
      const stream = open();
      for (let length = 0; length < bomb.length; length += 500) {
        stream.push(bomb.slice(0, length));
        expect(contentOf(stream.element)).to.equal(oneShot(bomb.slice(0, length)));
      }
      stream.finish(bomb);
      expect(contentOf(stream.element)).to.equal(oneShot(bomb));
    });
  }

  it('shows a block that can’t be rendered as the one-shot render does', () => {
    const options: MarkdownOptions = { codeContent: () => expect.fail('on purpose') };
    const text = 'One\n\n```js\na\n```\n\n**two**\n\nthree';
    const stream = open(options);
    for (let length = 0; length < text.length; length += 1) stream.push(text.slice(0, length));
    expect(stream.element.querySelector('p.source')?.textContent).to.equal('```js\na\n```');
    stream.finish(text);
    expect(contentOf(stream.element)).to.equal(oneShot(text, options));
    expect(stream.element.querySelectorAll('strong')).to.have.length(1);
  });
});
