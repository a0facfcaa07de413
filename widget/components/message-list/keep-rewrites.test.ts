import { expect, nextFrame, waitUntil } from '@open-wc/testing';
import { html } from 'lit';
import type { Message } from '../../../protocol/message.ts';
import { getByRole, getTextbox, press, queryAllByRole, queryByRole, write } from '../../testing/by-role.ts';
import { id, message } from '../../testing/scripted-chat-api.ts';
import { themedFixture } from '../../testing/themed-fixture.ts';
import { define } from '../define.ts';
// From the test server it comes file by file: no test waits for that.
import './answer-parts.ts';
import { MessageList } from './message-list.ts';

define('paynless-message-list', MessageList);

const chat = [1, 2, 3, 4].map((number) => message(number));
const otherChat = [11, 12].map((number) => message(number));

async function setUp() {
  const page = await themedFixture<HTMLElement>(html`<div><button>Of the page</button></div>`, 'light');
  const list = new MessageList();
  list.style.blockSize = '400px';
  page.append(list);
  const show = async (messages: readonly Message[]): Promise<void> => {
    list.messages = messages;
    await list.updateComplete;
    await nextFrame();
    await nextFrame();
    await list.updateComplete;
  };
  await show(chat);
  await waitUntil(() => queryByRole(list, 'button', 'Edit'), 'one can edit');
  /** Opens the editor of the first question, or another one of those that are not being changed. */
  const edit = async (place = 0): Promise<HTMLTextAreaElement> => {
    queryAllByRole(list, 'button', 'Edit')[place]?.click();
    await show(list.messages);
    return getTextbox(list);
  };
  const editors = () => queryAllByRole(list, 'textbox').length;
  return { page, list, show, edit, editors };
}

/** The element of the page, or of the list, that has the focus. */
const focused = ({ shadowRoot }: MessageList) => shadowRoot?.activeElement ?? document.activeElement;

describe('the rewrite of a message', () => {
  it('is kept when its chat is left, and its editor neither comes back by itself nor takes the focus', async () => {
    const { page, list, show, edit, editors } = await setUp();
    write(await edit(), 'Rewritten');
    await show(otherChat);
    expect(editors()).to.equal(0);
    const button = page.querySelector('button');
    button?.focus();
    await show(chat);
    expect(editors()).to.equal(0);
    expect(focused(list) === button).to.equal(true);
    const field = await edit();
    expect(field.value).to.equal('Rewritten');
    expect(focused(list)?.localName).to.equal('paynless-edit-form');
  });

  it('is kept when another message is edited, each its own', async () => {
    const { edit, editors } = await setUp();
    write(await edit(), 'First rewrite');
    // The first one has no such button now.
    const second = await edit();
    expect(second.value).to.equal('message 3');
    write(second, 'Second rewrite');
    expect((await edit()).value).to.equal('First rewrite');
    expect((await edit()).value).to.equal('Second rewrite');
    expect(editors()).to.equal(1);
  });

  it('stays in its editor while the chat goes on', async () => {
    const { list, show, edit } = await setUp();
    const field = await edit();
    write(field, 'Rewritten');
    await show([...chat, message(5), message(6)]);
    expect(getTextbox(list) === field).to.equal(true);
    expect(field.value).to.equal('Rewritten');
  });

  it('is gone when it was sent, or given up', async () => {
    const { list, show, edit } = await setUp();
    for (const key of ['Enter', 'Escape']) {
      const field = await edit();
      write(field, 'Rewritten');
      press(field, key);
      await show(list.messages);
      expect((await edit()).value, key).to.equal('message 1');
      press(getTextbox(list), 'Escape');
      await show(list.messages);
    }
  });
});

describe('a rewrite that could not be sent', () => {
  it('comes back in its editor, and the focus with it from where the sending has left it', async () => {
    const { list, show, edit } = await setUp();
    const field = await edit();
    write(field, 'Rewritten');
    press(field, 'Enter');
    await show([message(5, { parentId: null, content: 'Rewritten' })]);
    // The page says so first, and shows the message again with its next frame.
    list.restoreEdit(id(1), 'Rewritten');
    await list.updateComplete;
    await show(chat);
    expect(getTextbox(list).value).to.equal('Rewritten');
    expect(focused(list)?.localName).to.equal('paynless-edit-form');
  });

  it('leaves somebody who is busy elsewhere there', async () => {
    const { page, list, show, edit } = await setUp();
    const field = await edit();
    write(field, 'Rewritten');
    press(field, 'Enter');
    await show(list.messages);
    const button = page.querySelector('button');
    button?.focus();
    list.restoreEdit(id(1), 'Rewritten');
    await show(chat);
    expect(getTextbox(list).value).to.equal('Rewritten');
    expect(focused(list) === button).to.equal(true);
  });

  it('comes into view, however long the chat is', async () => {
    const long = Array.from({ length: 40 }, (_, index) => message(index + 1));
    const { list, show, edit } = await setUp();
    await show(long);
    const field = await edit();
    write(field, 'Rewritten');
    press(field, 'Enter');
    list.follow();
    await show([message(100, { parentId: null })]);
    list.restoreEdit(id(1), 'Rewritten');
    await show(long);
    await waitUntil(() => queryByRole(list, 'textbox'), 'there is an editor');
    const place = () =>
      getTextbox(list).getBoundingClientRect().top - getByRole(list, 'log').getBoundingClientRect().top;
    await waitUntil(() => place() >= 0 && place() < 400, 'it is in view');
    await waitUntil(() => queryAllByRole(list, 'article').length === 40, 'all messages are there');
    await show(long);
    expect(place()).to.be.within(0, 400);
  });
});
