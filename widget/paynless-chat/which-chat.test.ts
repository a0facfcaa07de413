import { expect, waitUntil } from '@open-wc/testing';
import { ChatApiError } from '../api/chat-api-error.ts';
import { queryAllByRole, queryByRole } from '../testing/by-role.ts';
import { chatFixture, type TestChat } from '../testing/chat-fixture.ts';
import { deferred } from '../testing/deferred.ts';
import { openPanel } from '../testing/open-panel.ts';
import { id, message } from '../testing/scripted-chat-api.ts';
import { settled } from '../testing/settled.ts';

const stored = (chatId: string) => ({
  chat: { id: chatId, title: 'A chat', updatedAt: '2026-11-01T10:00:00.000Z' },
  messages: [message(1), message(2)],
});

/** Somebody whose latest chat is 70. */
function signIn(chat: TestChat): void {
  chat.api.getChatHistory = () => Promise.resolve({ chats: [stored(id(70)).chat], nextCursor: null });
  chat.$session.set({ state: 'user', userId: id(55) });
}

/** Which chats are shown, in order, as soon as they are asked for; and the last one. */
function watch(chat: TestChat) {
  const shownIds: (string | null)[] = [];
  chat.api.getChatMessages = (chatId) => Promise.resolve(stored(chatId));
  chat.addEventListener('paynless-chat-change', ({ chatId }) => shownIds.push(chatId));
  return { shownIds, shownId: () => shownIds.at(-1) };
}

describe('A new chat', () => {
  it('that was asked for before the rest has come stays, instead of the latest or of what the tag says', async () => {
    for (const chatId of [null, id(60)]) {
      const chat = await chatFixture({ chatId });
      const { shownIds } = watch(chat);
      signIn(chat);
      await chat.newChat();
      await chat.show();
      await waitUntil(() => queryByRole(chat, 'button', 'Chats'));
      await settled(chat);
      expect(shownIds).to.deep.equal([]);
      chat.remove();
    }
  });

  it('that is asked for while the latest is looked for stays, too', async () => {
    const slow = deferred();
    const chat = await chatFixture();
    const { shownIds } = watch(chat);
    let asked = 0;
    signIn(chat);
    chat.api.getChatHistory = async () => {
      asked += 1;
      await slow.promise;
      return { chats: [stored(id(70)).chat], nextCursor: null };
    };
    await chat.show();
    await waitUntil(() => asked > 0);
    await chat.newChat();
    slow.resolve();
    await settled(chat);
    expect(shownIds).to.deep.equal([]);
  });
});

describe('The chat that the page asks for', () => {
  it('is shown to who signs in, though a visitor may not see it', async () => {
    const chat = await chatFixture({ chatId: id(60) });
    const { shownId } = watch(chat);
    const getChatMessages = chat.api.getChatMessages.bind(chat.api);
    chat.api.getChatMessages = (chatId, options) =>
      chat.$session.get().state === 'user'
        ? getChatMessages(chatId, options)
        : Promise.reject(new ChatApiError('not_found'));
    await chat.show();
    await waitUntil(() => queryByRole(chat, 'alert'));
    signIn(chat);
    await waitUntil(() => queryAllByRole(chat, 'article').length === 2);
    expect(shownId()).to.equal(id(60));
    expect(queryAllByRole(chat, 'alert')).to.have.length(0);
  });

  it('may become another one while the element is out of the page', async () => {
    const { chat } = await openPanel();
    const { shownId } = watch(chat);
    await chat.openChat(id(50));
    const parent = chat.parentElement;
    chat.remove();
    await Promise.resolve();
    chat.chatId = id(60);
    await chat.updateComplete;
    parent?.append(chat);
    await waitUntil(() => shownId() === id(60));
  });

  it('is not shown again because the element is put back', async () => {
    const chat = await chatFixture({ chatId: id(60) });
    const { shownId } = watch(chat);
    await chat.show();
    await waitUntil(() => shownId() === id(60));
    await chat.openChat(id(50));
    const parent = chat.parentElement;
    chat.remove();
    await Promise.resolve();
    parent?.append(chat);
    await settled(chat);
    expect(shownId()).to.equal(id(50));
  });

  it('may be none: then it is a new one', async () => {
    for (const leave of [
      (chat: TestChat) => {
        chat.removeAttribute('chat-id');
      },
      (chat: TestChat) => {
        chat.setAttribute('chat-id', '');
      },
      (chat: TestChat) => {
        chat.chatId = null;
      },
    ]) {
      const chat = await chatFixture();
      const { shownId } = watch(chat);
      chat.setAttribute('chat-id', id(60));
      await chat.show();
      await waitUntil(() => shownId() === id(60));
      leave(chat);
      await waitUntil(() => shownId() === null);
      chat.setAttribute('chat-id', id(60));
      await waitUntil(() => shownId() === id(60));
      chat.remove();
    }
  });
});
