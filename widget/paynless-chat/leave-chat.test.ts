import { expect, waitUntil } from '@open-wc/testing';
import { ChatApiError } from '../api/chat-api-error.ts';
import { getByRole, getTextbox, press, queryAllByRole, queryByRole, write } from '../testing/by-role.ts';
import type { TestChat } from '../testing/chat-fixture.ts';
import { deferred } from '../testing/deferred.ts';
import { openPanel } from '../testing/open-panel.ts';
import { id, parts } from '../testing/scripted-chat-api.ts';

describe('The focus', () => {
  const inComposer = (chat: TestChat) => chat.shadowRoot?.activeElement?.localName === 'paynless-composer';

  it('goes to the composer when a starter was chosen', async () => {
    const { chat } = await openPanel((it) => {
      it.starters = ['Begin here'];
    });
    const starter = getByRole(chat, 'button', 'Begin here');
    starter.focus();
    starter.click();
    await waitUntil(() => queryByRole(chat, 'button', 'Begin here') === null);
    expect(inComposer(chat)).to.equal(true);
  });

  it('stays on the button that sends, stops, and sends', async () => {
    const { chat } = await openPanel();
    write(getTextbox(chat), 'Hello');
    const button = getByRole(chat, 'button', 'Send message');
    await waitUntil(() => button.getAttribute('aria-disabled') === 'false');
    button.focus();
    button.click();
    await waitUntil(() => queryByRole(chat, 'button', 'Stop answering') === button);
    button.click();
    const turn = await chat.api.turn(0);
    turn.send(parts.start(id(2), id(100)), parts.text('Half an'), parts.finish('stopped'));
    turn.end();
    await waitUntil(() => queryByRole(chat, 'button', 'Send message') === button);
    expect(chat.shadowRoot?.activeElement?.shadowRoot?.activeElement).to.equal(button);
    press(button, 'Escape');
    expect(chat.open).to.equal(false);
  });

  it('goes to the composer with a new try, whose button is gone', async () => {
    const { chat, say } = await openPanel();
    (await say('Hello')).end(new ChatApiError('provider_overloaded'));
    await waitUntil(() => queryByRole(chat, 'button', 'Try again'));
    const again = getByRole(chat, 'button', 'Try again');
    again.focus();
    again.click();
    await waitUntil(() => queryByRole(chat, 'button', 'Try again') === null);
    expect(inComposer(chat)).to.equal(true);
  });
});

describe('Leaving a chat', () => {
  it('gives what was not sent back to the composer, by the button and by the page', async () => {
    const { chat, say } = await openPanel();
    await say('First');
    await waitUntil(() => queryByRole(chat, 'button', 'New chat'));
    getByRole(chat, 'button', 'New chat').click();
    await waitUntil(() => getTextbox(chat).value === 'First');
    await say('Second');
    chat.newChat();
    await waitUntil(() => getTextbox(chat).value === 'Second');
    await say('Third');
    await chat.openChat(id(50));
    await waitUntil(() => getTextbox(chat).value === 'Third');
  });

  it('gives it back when somebody signs in elsewhere, says why, and takes no focus', async () => {
    const { chat, say } = await openPanel();
    await say('Hello');
    getTextbox(chat).blur();
    chat.$session.set({ state: 'user', userId: id(50) });
    await waitUntil(() => getTextbox(chat).value === 'Hello');
    await waitUntil(() => queryByRole(chat, 'alert'));
    expect(getByRole(chat, 'alert').textContent).to.contain('You signed in or out');
    expect(document.activeElement).to.equal(document.body);
  });

  it('does not tell the page that the running answer has ended: it runs on', async () => {
    const { chat, say, told } = await openPanel();
    const turn = await say('Hello');
    turn.send(parts.start(id(2), id(100)), parts.text('Half an'));
    await waitUntil(() => queryAllByRole(chat, 'article').length === 2);
    chat.newChat();
    await waitUntil(() => queryAllByRole(chat, 'article').length === 0);
    expect(told.map(({ type }) => type)).to.include('paynless-answer-start');
    expect(told.map(({ type }) => type)).not.to.include('paynless-answer-end');
  });

  it('is not possible for a message that waits for its chat to be loaded: it is on the screen', async () => {
    const { chat, articles } = await openPanel();
    const loaded = deferred();
    const getChatMessages = chat.api.getChatMessages.bind(chat.api);
    chat.api.getChatMessages = async (chatId, options) => {
      await loaded.promise;
      return getChatMessages(chatId, options);
    };
    void chat.openChat(id(50));
    await waitUntil(() => getByRole(chat, 'log').getAttribute('aria-busy') === 'true');
    write(getTextbox(chat), 'And then?');
    press(getTextbox(chat), 'Enter');
    await waitUntil(() => articles()[0] === 'And then?');
    loaded.resolve();
    await chat.api.turn(0);
    await waitUntil(() => articles().length === 3);
  });
});
