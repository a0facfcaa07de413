import { expect } from '@open-wc/testing';
import { html, render } from 'lit';
import { createMarkdown, type MarkdownOptions, renderMarkdown } from './render-markdown.ts';

/** A text as a person sees it: rendered, in a page. */
function show(text: string, options?: MarkdownOptions): HTMLElement {
  const element = document.createElement('div');
  render(renderMarkdown(text, options), element);
  document.body.append(element);
  shown.push(element);
  return element;
}

const shown: HTMLElement[] = [];

afterEach(() => {
  for (const element of shown.splice(0)) element.remove();
});

/** The markup that came out, without the comments that Lit leaves and the space between tags. */
function markupOf(element: Element): string {
  const read = (node: Node): string => {
    if (node instanceof Text) return node.data.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
    if (!(node instanceof Element)) return '';
    const names = node.getAttributeNames().sort();
    const attributes = names.map((name) => ` ${name}="${node.getAttribute(name) ?? ''}"`).join('');
    const tag = node.localName;
    if (tag === 'br' || tag === 'hr') return `<${tag}>`;
    return `<${tag}${attributes}>${[...node.childNodes].map(read).join('')}</${tag}>`;
  };
  return [...element.childNodes]
    .map(read)
    .join('')
    .replace(/>\n\s*</g, '><')
    .trim();
}

const link = (href: string, text: string) =>
  `<a class="link" href="${href}" part="link" rel="noopener noreferrer nofollow" target="_blank" title="${href}">${text}</a>`;

const checkbox = (isChecked: boolean) =>
  `<input${isChecked ? ' checked=""' : ''} class="checkbox" disabled="" type="checkbox"></input>`;

const written: [string, string, string][] = [
  ['a paragraph', 'Hello\nthere', '<p>Hello\nthere</p>'],
  ['emphasis', '*a* **b** ~~c~~ `d & e`', '<p><em>a</em> <strong>b</strong> <del>c</del> <code>d &amp; e</code></p>'],
  ['a heading, below those of the page', '# One', '<h3 class="heading heading--1">One</h3>'],
  ['a deep heading, which leaves out no level', '##### Five', '<h3 class="heading heading--5">Five</h3>'],
  [
    'headings, each at most one level below the one before',
    '### A\n\n# B\n\n## C\n\nWords\n\n###### D',
    '<h3 class="heading heading--3">A</h3><h3 class="heading heading--1">B</h3><h4 class="heading heading--2">C</h4>' +
      '<p>Words</p><h5 class="heading heading--6">D</h5>',
  ],
  ['a list', '- a\n- b', '<ul><li>a</li><li>b</li></ul>'],
  ['a list that starts at three', '3. a\n4. b', '<ol start="3"><li>a</li><li>b</li></ol>'],
  ['a loose list', '- a\n\n- b', '<ul><li><p>a</p></li><li><p>b</p></li></ul>'],
  ['a nested list', '- a\n  - b', '<ul><li>a<ul><li>b</li></ul></li></ul>'],
  ['a task list', '- [x] a\n- [ ] b', `<ul><li class="task"><label>${checkbox(true)}a</label></li><li class="task"><label>${checkbox(false)}b</label></li></ul>`],
  ['a quote', '> a', '<blockquote><p>a</p></blockquote>'],
  ['a rule', '---', '<hr>'],
  ['a hard break', 'a  \nb', '<p>a<br>b</p>'],
  ['a break in a table', '| a |\n|-|\n| b<br>c |', '<div aria-label="Table" class="table" part="table" role="group" tabindex="0"><table><thead><tr><th scope="col">a</th></tr></thead><tbody><tr><td>b<br>c</td></tr></tbody></table></div>'],
  ['a table with alignment', '| a | b |\n|:-|-:|\n| 1 | 2 |', '<div aria-label="Table" class="table" part="table" role="group" tabindex="0"><table><thead><tr><th class="align-left" scope="col">a</th><th class="align-right" scope="col">b</th></tr></thead><tbody><tr><td class="align-left">1</td><td class="align-right">2</td></tr></tbody></table></div>'],
  ['code', '```js title\na < b && "c"\n```', '<div class="code" part="code"><div class="code__head" part="code__head"><span class="code__language">js</span></div><pre aria-label="Code" role="group" tabindex="0"><code>a &lt; b &amp;&amp; "c"</code></pre></div>'],
  ['a link', '[a **b**](https://x.example/?a=1&amp;b=2)', `<p>${link('https://x.example/?a=1&b=2', 'a <strong>b</strong>')}</p>`],
  ['a bare link', 'see https://x.example/a', `<p>see ${link('https://x.example/a', 'https://x.example/a')}</p>`],
  ['an address', '[write](mailto:a@x.example)', `<p>${link('mailto:a@x.example', 'write')}</p>`],
  ['a link by reference', '[a][r]\n\n[r]: https://x.example/', `<p>${link('https://x.example/', 'a')}</p>`],
  ['character references', '&lt;b&gt; &copy; &#8364; &#x1F99C; &#0; &unknown; \\&amp;', '<p>&lt;b> © € 🦜 \ufffd &amp;unknown; &amp;amp;</p>'],
  ['an escape', '\\*a\\*', '<p>*a*</p>'],
]; // prettier-ignore

const hostile: [string, string][] = [
  ['javascript link', '[a](javascript:alert(1))'],
  ['javascript link in capitals', '[a](JaVaScRiPt:alert(1))'],
  ['javascript link with a tab', '[a](java\tscript:alert(1))'],
  ['javascript link with references', '[a](&#106;avascript&colon;alert(1))'],
  ['javascript autolink', '<javascript:alert(1)>'],
  ['data link', '[a](data:text/html,<script>alert(1)</script>)'],
  ['relative link', '[a](/logout)'],
  ['link without a scheme', '[a](//x.example)'],
  ['script', '<script>alert(1)</script>'],
  ['image tag', '<img src=x onerror=alert(1)>'],
  ['image tag within a line', 'a <img src=x onerror=alert(1)> b'],
  ['vector image', '<svg onload=alert(1)>'],
  ['form', '<form action="https://x.example"><input></form>'],
  ['style', '<style>*{display:none}</style>'],
  ['language of code', '```"><img src=x onerror=alert(1)>\na\n```'],
  ['image by script', '![a](javascript:alert(1))'],
  ['template marker', '${alert(1)} <?lit$123$?> {{a}}'],
];

describe('rendering Markdown', () => {
  for (const [name, text, markup] of written) {
    it(`shows ${name}`, () => {
      expect(markupOf(show(text))).to.equal(markup);
    });
  }

  it('never loads an image: its words lead to it', () => {
    const element = show('![a *cat*](https://x.example/cat.png)', {
      imageLabel: (alt) => `Image: ${alt}`,
    });
    expect(element.querySelector('img')).to.equal(null);
    expect(element.querySelector('a.image-link')?.textContent).to.equal('Image: a *cat*');
    expect(element.querySelector('a')?.getAttribute('href')).to.equal('https://x.example/cat.png');
  });

  it('says of links, unseen, where they lead', () => {
    const element = show('[a](https://x.example) ![b](https://x.example/b.png)', { newTabLabel: 'new tab' });
    const links = [...element.querySelectorAll('a')];
    expect(links.map(({ textContent }) => textContent)).to.deep.equal(['a (new tab)', 'b (new tab)']);
    expect(element.querySelectorAll('a > .visually-hidden')).to.have.length(2);
  });

  it('needs no younger way to read an address than the browsers it is built for have', () => {
    const parse = Object.getOwnPropertyDescriptor(URL, 'parse') ?? {};
    Reflect.deleteProperty(URL, 'parse');
    try {
      expect(show('[a](https://x.example/)').querySelector('a')?.href).to.equal('https://x.example/');
    } finally {
      Object.defineProperty(URL, 'parse', parse);
    }
  });

  for (const [name, text] of hostile) {
    it(`shows a ${name} as text`, () => {
      const element = show(text);
      const allowed = new Set(['P', 'DIV', 'SPAN', 'PRE', 'CODE']);
      expect([...element.querySelectorAll('*')].filter(({ tagName }) => !allowed.has(tagName))).to.deep.equal(
        [],
      );
      expect(element.textContent.trim()).to.not.equal('');
    });
  }

  it('puts what the place has to offer at the head of a code block', () => {
    const codeActions = (code: string, language: string) =>
      html`<button>Copy ${code.length} of ${language}</button>`;
    const element = show('```js\nabc\n```', { codeActions });
    expect(element.querySelector('.code__head button')?.textContent).to.equal('Copy 3 of js');
  });

  it('is accessible', async () => {
    const element = show(
      '# A\n\n- [x] b\n\n| c |\n|-|\n| d |\n\n```js\ne\n```\n\n![f](https://x.example/f.png)\n\n> g',
    );
    await expect(element).to.be.accessible({ ignoredRules: ['heading-order'] });
  });

  it('takes what is nested beyond reason as text', () => {
    const element = show(`${'> '.repeat(200)}still here`);
    expect(element.querySelectorAll('blockquote').length).to.be.at.most(30);
    expect(element.textContent).to.contain('still here');
    expect(show(`${'> '.repeat(20)}a`).querySelectorAll('blockquote')).to.have.length(20);
  });

  it('reads addresses that are not written as addresses are', () => {
    const element = show('Before\n\n<50%off@x.example> and [write](mailto:100%@x.example)\n\nafter');
    const links = [...element.querySelectorAll('a')];
    expect(links.map(({ textContent }) => textContent)).to.deep.equal(['50%off@x.example', 'write']);
    expect(element.textContent.replaceAll(/\s+/g, ' ')).to.equal('Before50%off@x.example and writeafter');
  });

  it('shows a block as it was written when rendering it fails, and all others', () => {
    const codeContent = (code: string) => (code === 'b' ? expect.fail('on purpose') : code);
    const element = show('# a\n\n```js\nb\n```\n\n```js\nc\n```\n\n**d**', { codeContent });
    expect(element.querySelector('p.source')?.textContent).to.equal('```js\nb\n```');
    expect(element.querySelectorAll('h3, .code, strong')).to.have.length(3);
  });

  it('lets neither a link’s words nor where it leads turn the other around', () => {
    for (const source of [
      '[bank.example\u202e](https://evil.example/)',
      '![bank.example\u202e](https://evil.example/)',
    ]) {
      const [words, target] = [...show(source).querySelectorAll<HTMLElement>('a bdi')];
      expect([words?.textContent, target?.textContent]).to.deep.equal(['bank.example\u202e', 'evil.example']);
      for (const part of [words, target])
        expect(part && getComputedStyle(part).unicodeBidi).to.equal('isolate');
      expect(target && getComputedStyle(target).direction).to.equal('ltr');
    }
  });

  const bombs: [string, string][] = [
    ['quotes', `${'>'.repeat(4_000)}x`],
    ['quotes with spaces', `${'> '.repeat(4_000)}x`],
    ['lists', `${'- '.repeat(3_000)}x`],
    ['indented lists', Array.from({ length: 300 }, (_, depth) => `${' '.repeat(depth * 2)}- x`).join('\n')],
    ['stars', '*'.repeat(7_000) + 'a' + '*'.repeat(7_000)],
    ['emphasis', '**a *b '.repeat(1_500) + 'x' + '***'.repeat(1_500)],
    ['links', '[a'.repeat(3_000) + '](x)'.repeat(3_000)],
    ['open brackets', '['.repeat(20_000)],
  ];
  for (const [name, text] of bombs) {
    it(`survives thousands of nested ${name}, and shows their words`, () => {
      const element = document.createElement('div');
      render(renderMarkdown(text), element);
      expect(element.textContent).to.match(/[xa[]/);
    });
  }
});

describe('createMarkdown', () => {
  it('makes the same document, and leaves nothing else in it', () => {
    const text = written.map(([, source]) => source).join('\n\n');
    const whole = document.createElement('div');
    whole.append(createMarkdown(text));
    expect(markupOf(whole)).to.equal(markupOf(show(text)));
    expect(document.createTreeWalker(whole, NodeFilter.SHOW_COMMENT).nextNode() === null).to.equal(true);
  });
});
