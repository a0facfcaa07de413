import { expect, fixture } from '@open-wc/testing';
import { html } from 'lit';
import { renderMarkdown } from '../../markdown/render-markdown.ts';
import { spokenText } from './spoken-text.ts';

describe('spokenText', () => {
  const cases: [name: string, markdown: string, spoken: string][] = [
    ['paragraphs', 'One is **here**.\n\nTwo is there.', 'One is here.\nTwo is there.'],
    ['a list', 'Here is:\n\n- one\n- two\n  - three', 'Here is:\none\ntwo\nthree'],
    ['a table', '| a | b |\n| - | - |\n| c | d |', 'a, b\nc, d'],
    ['a heading and code', '# Title\n```js\nlet a;\n```', 'Title\njs\nlet a;'],
    ['a break in a cell', '| a |\n| - |\n| b<br>c |', 'a\nb\nc'],
    ['a link', 'See [this](https://site.example).', 'See this.'],
  ];
  for (const [name, markdown, spoken] of cases) {
    it(`keeps the words of ${name} apart`, async () => {
      const content = renderMarkdown(markdown, { newTabLabel: 'opens in a new tab' });
      const element = await fixture(html`<article>${content}</article>`);
      expect(spokenText(element)).to.equal(spoken);
    });
  }
});
