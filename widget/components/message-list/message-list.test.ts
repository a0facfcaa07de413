import { aTimeout, expect, nextFrame, waitUntil } from '@open-wc/testing';
import { html } from 'lit';
import type { Message } from '../../../protocol/message.ts';
import type { Request } from '../../events/request-event.ts';
import { getByRole, queryAllByRole, queryByRole } from '../../testing/by-role.ts';
import { message } from '../../testing/scripted-chat-api.ts';
import { settled } from '../../testing/settled.ts';
import { themedFixture } from '../../testing/themed-fixture.ts';
import { define } from '../define.ts';
import { ErrorNotice } from '../error-notice/error-notice.ts';
import { MessageList } from './message-list.ts';

define('paynless-message-list', MessageList);
define('paynless-error-notice', ErrorNotice);

/** `count` messages, taking turns. */
const conversation = (count: number, content = 'Some words'): Message[] =>
  Array.from({ length: count }, (_, index) =>
    message(index + 1, { content: `${content} ${String(index + 1)}`, createdAt: new Date().toISOString() }),
  );

const streaming = (number: number): Message => message(number, { status: 'streaming', content: '' });

async function setUp(changes: Partial<MessageList> = {}, theme: 'light' | 'dark' = 'light') {
  const frame = await themedFixture<HTMLElement>(html`<div></div>`, theme);
  frame.style.blockSize = '400px';
  frame.style.display = 'grid';
  const list = new MessageList();
  Object.assign(list, changes);
  frame.append(list);
  const update = async (next: Partial<MessageList>): Promise<void> => {
    Object.assign(list, next);
    await list.updateComplete;
    // A resize observer has run at the end of the next frame.
    await nextFrame();
    await nextFrame();
  };
  await update({});
  const isWhole = () => queryAllByRole(list, 'article').length === list.messages.length;
  await waitUntil(isWhole, 'older messages are there');
  const scroller = getByRole(list, 'log');
  const distance = (): number => scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop;
  const scrollTo = async (top: number): Promise<void> => {
    // Between two frames, as a reader does: the page hears of it before it lays anything out.
    await aTimeout(0);
    scroller.scrollTop = top;
    await nextFrame();
    await nextFrame();
    await list.updateComplete;
  };
  return { list, update, scroller, distance, scrollTo };
}

const markdownIsThere = (list: MessageList) =>
  waitUntil(() => list.shadowRoot?.querySelector('.markdown strong'), 'Markdown is rendered');

describe('MessageList', () => {
  it('is accessible', async () => {
    for (const theme of ['light', 'dark'] as const) {
      const { list, update } = await setUp({ messages: conversation(4) }, theme);
      await expect(list).to.be.accessible();
      await update({ waiting: true });
      await expect(list).to.be.accessible();
      await update({ waiting: false, messages: [...conversation(3), streaming(4)], streamingText: 'Half' });
      await expect(list).to.be.accessible();
      await update({
        failure: { text: 'It failed.', actions: [{ label: 'Try again', request: { type: 'retry' } }] },
      });
      await expect(list).to.be.accessible();
      await update({ messages: [], failure: null, loading: true });
      await aTimeout(0);
      await expect(list).to.be.accessible();
    }
  });

  it('shows who said what, in order', async () => {
    const { list } = await setUp({ messages: conversation(3) });
    const shown = queryAllByRole(list, 'article').map((article) => article.getAttribute('aria-label'));
    expect(shown).to.deep.equal(['You', 'Assistant', 'You']);
  });

  it('renders answers as Markdown and a person’s words as they are', async () => {
    const { list } = await setUp({ messages: conversation(2, '**bold**') });
    await markdownIsThere(list);
    expect(
      queryAllByRole(list, 'article').map((article) => article.querySelectorAll('strong').length),
    ).to.deep.equal([0, 1]);
  });

  it('passes on what the failure’s button asks for', async () => {
    const failure = {
      text: 'It failed.',
      actions: [{ label: 'Try again', request: { type: 'retry' } as const }],
    };
    const { list } = await setUp({ messages: conversation(1), failure });
    const requests: Request[] = [];
    list.addEventListener('paynless-request', ({ request }) => requests.push(request));
    getByRole(list, 'button', 'Try again').click();
    expect(requests).to.deep.equal([{ type: 'retry' }]);
  });
});

describe('MessageList while an answer streams', () => {
  it('never renders finished blocks again, and keeps the document when the answer ends', async () => {
    const messages = [...conversation(1), streaming(2)];
    const { list, update } = await setUp({
      messages,
      streamingText: '**First** paragraph\n\nSecond\n\nThird',
    });
    await markdownIsThere(list);
    const first = list.shadowRoot?.querySelector('.markdown p');
    await update({ streamingText: '**First** paragraph\n\nSecond\n\nThird goes on\n\n- and a list' });
    expect(list.shadowRoot?.querySelector('.markdown p')).to.equal(first);
    await update({
      messages: [
        ...conversation(1),
        message(2, { content: '**First** paragraph\n\nSecond\n\nThird goes on\n\n- and a list' }),
      ],
      streamingText: '',
    });
    expect(list.shadowRoot?.querySelector('.markdown p')).to.equal(first);
    expect(first?.isConnected).to.equal(true);
  });

  it('does not look at older groups of messages', async () => {
    let looks = 0;
    const oldest = { ...message(1), get content() { return `look ${String((looks += 1))}`; } }; // prettier-ignore
    const messages = [oldest, ...conversation(39).slice(1), streaming(40)];
    const { list, update } = await setUp({ messages, streamingText: '**a**' });
    await markdownIsThere(list);
    await update({ streamingText: '**ab**' });
    const before = looks;
    await update({ streamingText: '**abc**' });
    expect(looks).to.equal(before);
    expect(before).to.be.greaterThan(0);
  });
});

describe('MessageList while the connection is looked for', () => {
  const half = [...conversation(1), streaming(2)];
  const progress = (list: MessageList) => list.shadowRoot?.querySelector<HTMLElement>('.progress');

  it('is accessible', async () => {
    for (const theme of ['light', 'dark'] as const) {
      const { list, update } = await setUp(
        { messages: half, streamingText: 'Half', reconnecting: true },
        theme,
      );
      await settled(list);
      await expect(list).to.be.accessible();
      await update({ messages: conversation(1), waiting: true });
      await expect(list).to.be.accessible();
    }
  });

  it('says so below the words that have come, and no caret waits for more', async () => {
    const { list, update } = await setUp({ messages: half, streamingText: '**Half**' });
    await markdownIsThere(list);
    const words = list.shadowRoot?.querySelector('.markdown p');
    const caret = () => words && getComputedStyle(words, '::after').display;
    expect([progress(list)?.innerText, caret()]).to.deep.equal([undefined, 'inline-block']);
    await update({ reconnecting: true });
    expect([progress(list)?.innerText, caret()]).to.deep.equal(['Reconnecting…', 'none']);
    await update({ reconnecting: false });
    expect([progress(list)?.innerText, caret()]).to.deep.equal([undefined, 'inline-block']);
  });

  it('says so in the place of the sign that an answer is waited for', async () => {
    const { list, update } = await setUp({ messages: conversation(1), waiting: true });
    const place = progress(list)?.getBoundingClientRect().top;
    await update({ reconnecting: true });
    expect(progress(list)?.innerText).to.equal('Reconnecting…');
    expect(progress(list)?.getBoundingClientRect().top).to.equal(place);
    await update({ reconnecting: false });
    expect(list.shadowRoot?.querySelectorAll('.progress')).to.have.length(1);
  });
});

describe('MessageList’s scrolling', () => {
  it('opens at the newest message and follows a growing answer', async () => {
    const { update, distance } = await setUp({ messages: [...conversation(19), streaming(20)] });
    expect(distance()).to.be.at.most(1);
    await update({ streamingText: 'line\n\n'.repeat(40) });
    expect(distance()).to.be.at.most(1);
  });

  it('leaves a reader who scrolled up where they are, until they jump to the latest', async () => {
    const { list, update, scroller, distance, scrollTo } = await setUp({
      messages: [...conversation(29), streaming(30)],
    });
    expect(queryByRole(list, 'button', 'Jump to latest')).to.equal(null);
    await scrollTo(100);
    await update({ streamingText: 'line\n\n'.repeat(40) });
    expect(scroller.scrollTop).to.equal(100);
    getByRole(list, 'button', 'Jump to latest').click();
    await update({});
    expect(distance()).to.be.at.most(1);
    expect(queryByRole(list, 'button', 'Jump to latest')).to.equal(null);
    await update({ streamingText: 'line\n\n'.repeat(80) });
    expect(distance()).to.be.at.most(1);
  });

  it('leaves them there also when a message comes from elsewhere', async () => {
    const { update, scroller, scrollTo } = await setUp({ messages: conversation(30) });
    await scrollTo(100);
    await update({ messages: conversation(31), waiting: true });
    expect(scroller.scrollTop).to.equal(100);
  });

  it('lets a reader leave by the first small step of a smooth wheel', async () => {
    const { update, scroller, scrollTo } = await setUp({ messages: [...conversation(19), streaming(20)] });
    const top = scroller.scrollTop - 8;
    await scrollTo(top);
    await update({ streamingText: 'line\n\n'.repeat(10) });
    expect(scroller.scrollTop).to.equal(top);
  });

  it('takes them for gone also when what is above grows, and the browser moves down with it', async () => {
    const messages = [...conversation(19), streaming(20)];
    const { list, update, scroller, scrollTo } = await setUp({ messages });
    // The older ones come in idle time, and move what is below them.
    await waitUntil(() => queryAllByRole(list, 'article').length === messages.length);
    await scrollTo(scroller.scrollTop - 8);
    const top = scroller.scrollTop;
    list.shadowRoot?.querySelector('article')?.style.setProperty('padding-block-start', '40px');
    await update({});
    expect(scroller.scrollTop).to.equal(top + 40);
    await update({ streamingText: 'line\n\n'.repeat(10) });
    expect(scroller.scrollTop).to.equal(top + 40);
  });

  it('follows again once the reader is back at the end', async () => {
    const { update, scroller, distance, scrollTo } = await setUp({
      messages: [...conversation(29), streaming(30)],
    });
    await scrollTo(50);
    await scrollTo(scroller.scrollHeight);
    await update({ streamingText: 'line\n\n'.repeat(10) });
    expect(distance()).to.be.at.most(1);
  });

  it('has its reader where they were when it is moved in its page', async () => {
    const { list, update, scroller, scrollTo } = await setUp({ messages: conversation(30) });
    await scrollTo(100);
    list.parentElement?.append(list);
    await update({});
    await nextFrame();
    expect(scroller.scrollTop).to.equal(100);
  });

  it('survives being taken out of the page and put back', async () => {
    const { list, update, distance } = await setUp({ messages: [...conversation(29), streaming(30)] });
    const parent = list.parentElement;
    list.remove();
    parent?.append(list);
    await update({ streamingText: 'line\n\n'.repeat(10) });
    expect(distance()).to.be.at.most(1);
  });
});
