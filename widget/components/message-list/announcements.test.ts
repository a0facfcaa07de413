import { expect, fixture, waitUntil } from '@open-wc/testing';
import { html } from 'lit';
import type { Message } from '../../../protocol/message.ts';
import { getByRole } from '../../testing/by-role.ts';
import { message } from '../../testing/scripted-chat-api.ts';
import { define } from '../define.ts';
// From the test server it comes file by file: no test waits for that.
import './answer-parts.ts';
import { MessageList } from './message-list.ts';

define('paynless-message-list', MessageList);

/** `count` messages, taking turns. */
const conversation = (count: number): Message[] =>
  Array.from({ length: count }, (_, index) => message(index + 1));

const half = [...conversation(1), message(2, { status: 'streaming', content: '' })];

/** A list, and what its status says from now on. */
async function setUp(changes: Partial<MessageList>) {
  const list = new MessageList();
  const update = async (next: Partial<MessageList>): Promise<void> => {
    Object.assign(list, next);
    await list.updateComplete;
  };
  Object.assign(list, changes);
  await fixture(html`${list}`);
  await update({});
  const region = getByRole(list, 'status');
  const said: string[] = [];
  const observer = new MutationObserver(() => said.push(region.textContent.trim()));
  observer.observe(region, { childList: true, characterData: true, subtree: true });
  return { list, update, said };
}

describe('MessageList announces', () => {
  it('that an answer is waited for, and the answer once, when it has ended, without Markdown’s signs', async () => {
    const { list, update, said } = await setUp({ messages: conversation(1) });
    await update({ waiting: true });
    await update({ messages: conversation(1) });
    await update({ messages: half, waiting: false, streamingText: 'It is **so**' });
    await waitUntil(() => list.shadowRoot?.querySelector('.markdown strong'), 'Markdown is rendered');
    await update({ streamingText: 'It is **so**.' });
    expect(said).to.deep.equal(['Thinking', '']);
    const answer = message(2, { content: 'It is **so**.' });
    await update({ messages: [...conversation(1), answer], streamingText: '' });
    expect(said).to.deep.equal(['Thinking', '', 'It is so.']);
    expect(getByRole(list, 'log').getAttribute('aria-live')).to.equal('off');
  });

  it('an answer that begins and ends between two renders', async () => {
    const { update, said } = await setUp({ messages: conversation(1) });
    await update({ waiting: true });
    await update({ messages: conversation(2), waiting: false });
    expect(said).to.deep.equal(['Thinking', 'message 2']);
  });

  const asked: [name: string, messages: Message[]][] = [
    ['another answer', conversation(2)],
    // What meets the limit is taken off the screen.
    ['a question', conversation(3)],
    ['a changed question', [message(5, { parentId: null })]],
  ];
  for (const [name, messages] of asked)
    it(`not the answer that was there, when ${name} comes to nothing`, async () => {
      const { update, said } = await setUp({ messages: conversation(2) });
      await update({ messages, waiting: true });
      await update({ messages: conversation(2), waiting: false });
      expect(said).to.deep.equal(['Thinking', '']);
    });

  it('not a conversation that was loaded', async () => {
    const { update, said } = await setUp({ loading: true });
    await update({ loading: false, messages: conversation(4) });
    expect(said).to.deep.equal([]);
  });

  it('that the connection is looked for, and then the answer', async () => {
    const { update, said } = await setUp({ messages: half, streamingText: 'Half' });
    await update({ reconnecting: true });
    await update({ messages: [...half] });
    await update({ reconnecting: false });
    await update({ streamingText: 'Half and half' });
    await update({ messages: [...conversation(1), message(2, { content: 'Half and half' })] });
    expect(said).to.deep.equal(['Reconnecting…', '', 'Half and half']);
  });

  it('that it is looked for while the first word is waited for, too', async () => {
    const { update, said } = await setUp({ messages: conversation(1) });
    await update({ waiting: true });
    await update({ reconnecting: true });
    await update({ messages: conversation(1) });
    await update({ reconnecting: false });
    expect(said).to.deep.equal(['Thinking', 'Reconnecting…', 'Thinking']);
  });
});
