import { expect } from '@open-wc/testing';
import { html, LitElement, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { Message } from '../../../protocol/message.ts';
import { en } from '../../i18n/en.ts';
import { renderMarkdown } from '../../markdown/render-markdown.ts';
import { foundation } from '../../styles/foundation.ts';
import { getByRole } from '../../testing/by-role.ts';
import { message } from '../../testing/scripted-chat-api.ts';
import { themedFixture } from '../../testing/themed-fixture.ts';
import { define } from '../define.ts';
import { renderMessage } from './message.ts';
import { markdownStyles } from './markdown.styles.ts';
import { messageStyles } from './message.styles.ts';

/** A message needs a shadow root with its styles around it, as the list has. */
class TestMessage extends LitElement {
  static override styles = [foundation, messageStyles, markdownStyles];

  @property({ attribute: false }) message = message(1);

  protected override render(): TemplateResult {
    const { content, role } = this.message;
    return renderMessage({
      message: this.message,
      content: role === 'user' ? content : renderMarkdown(content),
      words: en,
    });
  }
}

define('paynless-test-message', TestMessage);

const setUp = (shown: Message, theme: 'light' | 'dark' = 'light') =>
  themedFixture<TestMessage>(html`<paynless-test-message .message=${shown}></paynless-test-message>`, theme);

const markdown = [
  '# Title\n\nText with `code`, **strong** and [a link](https://example.com).',
  '| a | b |\n|---|--:|\n| 1 | 2 |',
  '```ts\nlet x = 1;\n```',
  '- one\n- two\n  - three\n- [x] done',
  '> quoted',
].join('\n\n');

describe('renderMessage', () => {
  it('is accessible', async () => {
    for (const theme of ['light', 'dark'] as const) {
      await expect(await setUp(message(1), theme)).to.be.accessible();
      await expect(await setUp(message(2, { content: markdown }), theme)).to.be.accessible();
      await expect(await setUp(message(2, { status: 'stopped' }), theme)).to.be.accessible();
    }
  });

  it('says who speaks', async () => {
    expect(getByRole(await setUp(message(1)), 'article', 'You').textContent).to.contain('message 1');
    expect(getByRole(await setUp(message(2)), 'article', 'Assistant').textContent).to.contain('message 2');
  });

  it('shows a person’s words as they were written', async () => {
    const body = getByRole(await setUp(message(1, { content: ' two\n  lines ' })), 'article').querySelector(
      '.bubble',
    );
    expect(body?.textContent).to.equal(' two\n  lines ');
    expect(body && getComputedStyle(body).whiteSpace).to.equal('pre-wrap');
  });

  it('keeps the bubble within 85 % of the width', async () => {
    const article = getByRole(await setUp(message(1, { content: 'word '.repeat(100) })), 'article');
    const bubble = article.querySelector('.bubble');
    expect(bubble?.getBoundingClientRect().width).to.be.at.most(
      article.getBoundingClientRect().width * 0.85 + 1,
    );
  });

  const notes: [Partial<Message>, string][] = [
    [{ status: 'stopped' }, 'Stopped'],
    [{ status: 'interrupted' }, 'The answer broke off here'],
    [{ finishReason: 'length' }, 'The answer reached its maximum length'],
    [{ content: '' }, 'The model gave no answer'],
    [{ role: 'user', status: 'failed' }, 'Not sent'],
  ];
  for (const [changes, note] of notes) {
    it(`notes “${note}”`, async () => {
      expect(
        getByRole(await setUp(message(2, changes)), 'article').querySelector('p.message__note')?.textContent,
      ).to.equal(note);
    });
  }

  it('makes what is wider than the panel scroll inside, not the panel', async () => {
    const wide = `\`\`\`\n${'x'.repeat(500)}\n\`\`\`\n\n|${'cell|'.repeat(40)}\n|${'---|'.repeat(40)}\n\n${'y'.repeat(500)}`;
    const element = await setUp(message(2, { content: wide }));
    expect(element.scrollWidth).to.be.at.most(element.clientWidth);
  });
});

describe('the caret', () => {
  const caretOf = async (content: string, selector: string) => {
    const element = await setUp(message(2, { status: 'streaming', content }));
    const place = element.shadowRoot?.querySelector(selector);
    return place ? getComputedStyle(place, '::after').content : null;
  };

  const places: [string, string][] = [
    ['Some text', 'p'],
    ['- one\n- two', 'li:last-child'],
    ['- one\n  - two', 'li li'],
    ['```\ncode', 'pre code'],
  ];
  for (const [content, selector] of places) {
    it(`stands at the end of ${JSON.stringify(content)}`, async () => {
      expect(await caretOf(content, selector)).to.equal('""');
    });
  }

  it('is gone when the answer has ended', async () => {
    const element = await setUp(message(2));
    const text = element.shadowRoot?.querySelector('.markdown p');
    expect(text && getComputedStyle(text, '::after').content).to.equal('none');
  });
});
