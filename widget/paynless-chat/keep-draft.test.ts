import { expect, waitUntil } from '@open-wc/testing';
import type { ChatApi } from '../api/chat-api.ts';
import { getByRole, getTextbox, queryByRole, write } from '../testing/by-role.ts';
import type { TestChat } from '../testing/chat-fixture.ts';
import { openPanel } from '../testing/open-panel.ts';
import { id, message } from '../testing/scripted-chat-api.ts';
import { chatOf, createScriptedManagement } from '../testing/scripted-management.ts';
import type { SessionState } from '../stores/current-session.ts';

const visitor: SessionState = { state: 'visitor' };
const ann: SessionState = { state: 'user', userId: id(1) };
const bob: SessionState = { state: 'user', userId: id(2) };

/** A panel of somebody who has one chat, like everybody with an account. */
async function openAs(person: SessionState, changes: Partial<ChatApi> = {}) {
  const panel = await openPanel(({ api, $session }) => {
    $session.set(person);
    const chat = (chatId: string) => ({ id: chatId, title: null, updatedAt: '2026-11-01T10:00:00.000Z' });
    api.getChatHistory = () => Promise.resolve({ chats: [chat(id(70))], nextCursor: null });
    api.getChatMessages = (chatId) =>
      Promise.resolve({ chat: chat(chatId), messages: [message(1), message(2)] });
    Object.assign(api, changes);
  });
  const { chat } = panel;
  const text = () => getTextbox(chat).value;
  const shows = (wanted: string) => waitUntil(() => text() === wanted, `“${wanted}” is in the composer`);
  const become = async (next: SessionState) => {
    chat.$session.set(next);
    await shownTo(chat, next);
  };
  await shownTo(chat, person);
  return { ...panel, text, shows, become };
}

/** Resolves when what is the person's is on show: a user's latest chat, or an empty one. */
async function shownTo(chat: TestChat, { state }: SessionState): Promise<void> {
  await waitUntil(() => (queryByRole(chat, 'article') !== null) === (state === 'user'));
  await chat.updateComplete;
}

for (const [who, next] of [
  ['a visitor', visitor],
  ['another user', bob],
] as const)
  // prettier-ignore
  describe(`What a user has written when ${who} comes`, () => {
    it('is gone from the composer, and there again when they are, in its chat', async () => {
      const { chat, text, shows, become } = await openAs(ann);
      write(getTextbox(chat), 'About my salary');
      await become(next);
      await shows('');
      await chat.newChat();
      expect(text()).to.equal('');
      await become(ann);
      await shows('About my salary');
    });

    it('in a new chat is there again too', async () => {
      const { chat, shows, become } = await openAs(ann);
      await chat.newChat();
      await shownTo(chat, visitor);
      write(getTextbox(chat), 'About my salary');
      await become(next);
      await chat.newChat();
      await shows('');
      await become(ann);
      await shows('About my salary');
    });

    it('and sent, but nobody knows whether it arrived, is not for them either', async () => {
      const { chat, say, shows, become, articles } = await openAs(ann);
      const { request } = await say('About my salary');
      write(getTextbox(chat), 'And more');
      await become(next);
      await shows('');
      expect(queryByRole(chat, 'alert')).to.equal(null);
      expect(articles().join()).not.to.contain('salary');
      chat.$session.set(ann);
      const again = await chat.api.turn(1);
      expect(again.request.messageId).to.equal(request.messageId);
      expect(again.request.chatId).to.equal(request.chatId);
      await shows('And more');
    });
  });

describe('What a visitor has written', () => {
  it('goes along when they sign in, and is not the visitor’s any more', async () => {
    const { chat, shows, become } = await openAs(visitor);
    write(getTextbox(chat), 'A question');
    await become(ann);
    await shows('A question');
    await become(visitor);
    await shows('');
  });

  it('goes along with what was not sent yet', async () => {
    const { chat, say, shows } = await openAs(visitor);
    await say('Sent');
    write(getTextbox(chat), 'Written');
    chat.$session.set(ann);
    await shows('Sent\nWritten');
    chat.$session.set(visitor);
    await shows('');
  });
});

/** Has the chat of a user deleted in which they were writing. What is held of the deletion waits for the test. */
async function deleteChat() {
  const server = createScriptedManagement([chatOf(70)]);
  const panel = await openAs(ann, server.api());
  const { chat } = panel;
  write(getTextbox(chat), 'Half a thought');
  getByRole(chat, 'button', 'Chats').click();
  for (const name of ['Actions for Chat 70', 'Delete']) {
    await waitUntil(() => queryByRole(chat, 'button', name));
    getByRole(chat, 'button', name).click();
  }
  await waitUntil(() => queryByRole(chat, 'article') === null);
  server.isHolding = true;
  // It can be undone until then.
  const parent = chat.parentElement;
  chat.remove();
  const deletion = () => server.held.find(({ what }) => what.startsWith('delete'));
  await waitUntil(deletion);
  server.isHolding = false;
  parent?.append(chat);
  return { ...panel, deletion };
}

describe('A draft', () => {
  it('is gone with its chat, though no reply has come', async () => {
    const { chat, shows } = await deleteChat();
    await chat.openChat(id(70));
    await waitUntil(() => queryByRole(chat, 'article'));
    await shows('');
  });

  it('is there again when its chat could not be deleted', async () => {
    const { chat, deletion, text } = await deleteChat();
    deletion()?.fail();
    // A draft is written when nothing was typed for a while, and so is one that is given back.
    await waitUntil(async () => {
      await chat.newChat();
      await chat.openChat(id(70));
      return text() === 'Half a thought';
    });
  });
});
