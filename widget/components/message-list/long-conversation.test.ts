import { aTimeout, expect, nextFrame, waitUntil } from '@open-wc/testing';
import type { Message } from '../../../protocol/message.ts';
import { queryAllByRole } from '../../testing/by-role.ts';
import { message } from '../../testing/scripted-chat-api.ts';
import { define } from '../define.ts';
import { MessageList } from './message-list.ts';

define('paynless-message-list', MessageList);

/** `count` messages, taking turns. */
const conversation = (count: number, content = 'Some words'): Message[] =>
  Array.from({ length: count }, (_, index) =>
    message(index + 1, { content: `${content} ${String(index + 1)}`, createdAt: new Date().toISOString() }),
  );

let list = new MessageList();

const show = async (messages: readonly Message[]): Promise<void> => {
  list.messages = messages;
  await list.updateComplete;
  await nextFrame();
};

const bodyOf = (place: number) => queryAllByRole(list, 'article')[place]?.querySelector('.message__body');

beforeEach(() => {
  list = new MessageList();
  list.style.blockSize = '400px';
  document.body.append(list);
});

afterEach(() => {
  list.remove();
});

describe('MessageList with a long conversation', () => {
  it('mounts it from its end, and all of it in the end', async () => {
    list.messages = conversation(300);
    await list.updateComplete;
    const shown = queryAllByRole(list, 'article');
    expect(shown.length).to.be.lessThan(100);
    expect(shown.at(-1)?.textContent).to.contain('Some words 300');
    await waitUntil(() => queryAllByRole(list, 'article').length === 300, 'all messages are there');
    expect(queryAllByRole(list, 'article')[0]?.textContent).to.contain('Some words 1');
  });

  it('goes on when it was taken out of the page meanwhile', async () => {
    list.messages = conversation(300);
    await list.updateComplete;
    list.remove();
    await aTimeout(0);
    document.body.append(list);
    await waitUntil(() => queryAllByRole(list, 'article').length === 300, 'all messages are there');
  });

  it('mounts no more of it when a short one has taken its place', async () => {
    list.messages = conversation(300);
    await list.updateComplete;
    await show(conversation(300).slice(280));
    await waitUntil(() => queryAllByRole(list, 'article').length === 20, 'all messages are there');
    await show(conversation(300));
    await waitUntil(() => queryAllByRole(list, 'article').length === 300, 'all messages are there');
  });
});

describe('MessageList’s loaded answers', () => {
  it('are nothing but their document', async () => {
    await show(conversation(4, '**bold** and `code`'));
    await waitUntil(() => bodyOf(1)?.querySelector('strong'), 'Markdown is rendered');
    const block = bodyOf(1)?.querySelector('p');
    const marks = block && document.createTreeWalker(block, NodeFilter.SHOW_COMMENT);
    expect(marks?.nextNode() === null).to.equal(true);
  });

  it('stay the same document for as long as they have the same words', async () => {
    const [question, answer, ...rest] = conversation(4, '**bold**');
    if (!question || !answer) throw new Error('There is no answer.');
    await show([question, answer, ...rest]);
    await waitUntil(() => bodyOf(1)?.querySelector('strong'), 'Markdown is rendered');
    const block = bodyOf(1)?.querySelector('p');
    await show([question, { ...answer, feedback: { rating: 'up', comment: null } }, ...rest, message(5)]);
    expect(bodyOf(1)?.querySelector('p')).to.equal(block);
    await show([question, { ...answer, content: '*new*' }, ...rest]);
    expect(bodyOf(1)?.textContent.trim()).to.equal('new');
    expect(block?.isConnected).to.equal(false);
  });
});
