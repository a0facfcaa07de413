import { expect, nextFrame, waitUntil } from '@open-wc/testing';
import { getByRole, queryByRole } from '../testing/by-role.ts';
import { chatFixture, type TestChat } from '../testing/chat-fixture.ts';
import { openPanel } from '../testing/open-panel.ts';
import { id, parts } from '../testing/scripted-chat-api.ts';
import { settled } from '../testing/settled.ts';

const chats = [1, 2, 3].map((n) => ({
  id: id(70 + n),
  title: `Chat ${String(n)}`,
  updatedAt: '2026-11-01T10:00:00.000Z',
}));

/** Somebody with three chats; none is shown by itself. */
function signIn(chat: TestChat): void {
  chat.$session.set({ state: 'user', userId: id(55) });
  chat.api.getChatHistory = () => Promise.resolve({ chats, nextCursor: null });
}

const listIn = (chat: TestChat) => chat.renderRoot.querySelector('paynless-history-panel');
/** The part that has the focus. */
const focused = (chat: TestChat) => chat.shadowRoot?.activeElement?.localName;

async function openList(chat: TestChat): Promise<void> {
  await waitUntil(() => queryByRole(chat, 'button', 'Chats'));
  getByRole(chat, 'button', 'Chats').click();
  await waitUntil(() => listIn(chat)?.shadowRoot?.textContent.includes('Chat 2'), 'the list has come');
  // What lies behind it is inert from then on.
  await settled(chat);
}

/** A floating chat with its list open, which covers the conversation. */
async function openWithList() {
  const set = await openPanel(signIn);
  await openList(set.chat);
  return set;
}

describe('The list of chats', () => {
  it('has the focus again when the chat is closed and opened', async () => {
    const { chat } = await openWithList();
    chat.hide();
    await waitUntil(() => queryByRole(chat, 'button', 'Open chat'));
    await chat.show();
    expect(focused(chat)).to.equal('paynless-history-panel');
  });

  it('leaves the conversation to be seen when the page sends, opens a chat or begins a new one', async () => {
    const { chat } = await openWithList();
    const ways = [() => void chat.send('Hello'), () => void chat.openChat(id(60)), () => void chat.newChat()];
    for (const go of ways) {
      if (!listIn(chat)) await openList(chat);
      go();
      await waitUntil(() => listIn(chat) === null);
    }
    chat.chatId = id(61);
    await openList(chat);
    chat.chatId = id(62);
    await waitUntil(() => listIn(chat) === null);
  });

  it('stays where it stands beside the conversation, and so does the focus of who writes', async () => {
    const chat = await chatFixture({ mode: 'inline' });
    chat.style.inlineSize = '780px';
    signIn(chat);
    await openList(chat);
    await chat.openChat(id(60));
    await settled(chat);
    expect(listIn(chat) === null).to.equal(false);
    await chat.show();
    expect(focused(chat)).to.equal('paynless-composer');
  });

  it('is closed when somebody signs out, and does not come back by itself', async () => {
    const { chat } = await openWithList();
    chat.$session.set({ state: 'visitor' });
    await waitUntil(() => listIn(chat) === null);
    signIn(chat);
    await waitUntil(() => queryByRole(chat, 'button', 'Chats'));
    await settled(chat);
    expect(listIn(chat) === null).to.equal(true);
    expect(getByRole(chat, 'button', 'Chats').ariaExpanded).to.equal('false');
  });

  it('is not for the person who comes after the one that asked for it', async () => {
    const { chat } = await openPanel(signIn);
    await waitUntil(() => queryByRole(chat, 'button', 'Chats'));
    getByRole(chat, 'button', 'Chats').click();
    chat.$session.set({ state: 'user', userId: id(56) });
    await import('../components/history-panel/history-panel.ts');
    await nextFrame();
    await settled(chat);
    expect(listIn(chat) === null).to.equal(true);
  });

  it('opens though it was asked for before its code had come', async () => {
    const chat = await chatFixture();
    signIn(chat);
    await chat.show();
    await chat.renderRoot.querySelector('paynless-panel')?.updateComplete;
    getByRole(chat, 'button', 'Chats').click();
    await waitUntil(() => listIn(chat), 'the list has come');
  });

  it('says so when its code can not be had, and opens with the next try', async () => {
    const { chat, names } = await openPanel(signIn);
    chat.historyError = new Error('offline');
    await waitUntil(() => queryByRole(chat, 'button', 'Chats'));
    getByRole(chat, 'button', 'Chats').click();
    await waitUntil(() => queryByRole(chat, 'alert'));
    expect(getByRole(chat, 'alert').textContent).to.equal('Your chats could not be loaded.');
    expect(names()).to.include('error');
    chat.historyError = null;
    await openList(chat);
    expect(queryByRole(chat, 'alert')).to.equal(null);
  });

  it('is not drawn again while an answer comes', async () => {
    const chat = await chatFixture({ mode: 'inline' });
    chat.style.inlineSize = '780px';
    signIn(chat);
    await openList(chat);
    void chat.send('Hello');
    const turn = await chat.api.turn(0);
    turn.send(parts.start(id(2), id(100)), parts.text('Good '));
    await waitUntil(
      () => queryByRole(chat, 'article', 'Assistant') ?? queryByRole(chat, 'button', 'Stop answering'),
    );
    await settled(chat);
    const list = listIn(chat);
    const changed: unknown[] = [];
    list?.addController({
      hostUpdated: () => {
        changed.push(list.now);
      },
    });
    turn.send(parts.text('day'));
    await waitUntil(
      () => chat.renderRoot.querySelector('paynless-message-list')?.streamingText === 'Good day',
    );
    await settled(chat);
    expect(changed).to.deep.equal([]);
  });
});
