import { expect, waitUntil } from '@open-wc/testing';
import { ChatApiError } from '../api/chat-api-error.ts';
import {
  deepElements,
  getByRole,
  getTextbox,
  queryAllByRole,
  queryByRole,
  queryChoice,
} from '../testing/by-role.ts';
import { chatFixture, type TestChat } from '../testing/chat-fixture.ts';
import { openPanel } from '../testing/open-panel.ts';
import { settled } from '../testing/settled.ts';
import { id, message, otherProviderId, parts, quotaOf } from '../testing/scripted-chat-api.ts';

describe('A turn', () => {
  it('shows the message at once, the answer as it comes, and tells the page', async () => {
    const { chat, names, say, articles } = await openPanel();
    const turn = await say('Hello');
    await waitUntil(() => articles().length === 1);
    expect(articles()).to.deep.equal(['Hello']);
    turn.send(parts.start(id(2), id(100)), parts.text('Good '));
    await waitUntil(() => articles()[1] === 'Good');
    expect(getByRole(chat, 'button', 'Stop answering')).to.be.instanceOf(HTMLElement);
    turn.send(parts.text('day'), parts.quota(2), parts.finish());
    turn.end();
    await waitUntil(() => articles()[1] === 'Good day');
    await waitUntil(() => queryByRole(chat, 'button', 'Send message'));
    expect(chat.shadowRoot?.querySelector('paynless-quota-meter')?.shadowRoot?.textContent.trim()).to.equal(
      '2 of 3 free messages left',
    );
    expect(names()).to.deep.equal(['message-sent', 'chat-change', 'answer-start', 'answer-end']);
    await settled(chat);
    await expect(chat).to.be.accessible();
  });

  it('takes who sends it to its place, wherever they were reading', async () => {
    const { chat, say, articles } = await openPanel(({ api }) => {
      api.getChatMessages = (chatId) =>
        Promise.resolve({
          chat: { id: chatId, title: null, updatedAt: '2026-11-01T10:00:00.000Z' },
          messages: Array.from({ length: 30 }, (_, index) => message(index + 1)),
        });
    });
    await chat.openChat(id(50));
    await waitUntil(() => articles().length === 30);
    const scroller = getByRole(chat, 'log');
    const distance = () => scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop;
    await waitUntil(() => distance() <= 1);
    scroller.scrollTop = 0;
    await waitUntil(() => queryByRole(chat, 'button', 'Jump to latest'));
    await say('Hello');
    await waitUntil(() => articles().length === 31 && distance() <= 1);
    expect(queryByRole(chat, 'button', 'Jump to latest')).to.equal(null);
  });

  it('is stopped by its button; what has arrived stays', async () => {
    const stopped: string[] = [];
    const { chat, say, articles } = await openPanel(({ api }) => {
      api.stopAnswer = (chatId) => Promise.resolve(void stopped.push(chatId));
    });
    const turn = await say('Hello');
    turn.send(parts.start(id(2), id(100)), parts.text('Half an'));
    await waitUntil(() => articles()[1] === 'Half an');
    getByRole(chat, 'button', 'Stop answering').click();
    await waitUntil(() => stopped.length > 0);
    turn.send(parts.finish('stopped'));
    turn.end();
    await waitUntil(() => queryByRole(chat, 'button', 'Send message'));
    expect(stopped).to.deep.equal([turn.request.chatId]);
    expect(articles()[1]?.split(/\s*\n\s*/)).to.deep.equal(['Half an', 'Stopped']);
  });

  it('goes to the chosen model', async () => {
    const { chat, say } = await openPanel();
    queryChoice(chat, 'Model')?.click();
    await waitUntil(() => queryAllByRole(chat, 'option').length > 1);
    queryAllByRole(chat, 'option').at(-1)?.click();
    const { request } = await say('Hello');
    expect(request.providerId).to.equal(otherProviderId);
  });

  it('starts anew, with the free messages as they were and the focus where one writes', async () => {
    const { chat, say, articles } = await openPanel();
    const turn = await say('Hello');
    turn.send(parts.start(id(2), id(100)), parts.text('Hi'), parts.quota(2), parts.finish());
    turn.end();
    await waitUntil(() => articles()[1] === 'Hi');
    getByRole(chat, 'button', 'New chat').click();
    await waitUntil(() => articles().length === 0);
    expect(queryByRole(chat, 'button', 'New chat')).to.equal(null);
    expect(chat.shadowRoot?.activeElement?.localName).to.equal('paynless-composer');
    expect(chat.shadowRoot?.querySelector('paynless-quota-meter')?.shadowRoot?.textContent).to.contain(
      '2 of 3',
    );
  });

  it('keeps what its parts ask for to itself', async () => {
    const { chat, say } = await openPanel();
    let leaked = 0;
    document.addEventListener('paynless-request', () => (leaked += 1));
    await say('Hello');
    await waitUntil(() => queryByRole(chat, 'button', 'Stop answering'));
    getByRole(chat, 'button', 'Stop answering').click();
    expect(leaked).to.equal(0);
  });
});

describe('A failure', () => {
  it('stands by its message and is tried again under the same id', async () => {
    const { chat, say, articles, names } = await openPanel();
    const turn = await say('Hello');
    turn.end(new ChatApiError('provider_overloaded'));
    await waitUntil(() => queryByRole(chat, 'button', 'Try again'));
    expect(getByRole(chat, 'alert').textContent).to.contain('The model is busy');
    await settled(chat);
    await expect(chat).to.be.accessible();
    getByRole(chat, 'button', 'Try again').click();
    const second = await chat.api.turn(1);
    expect(second.request.messageId).to.equal(turn.request.messageId);
    second.send(parts.start(id(2), id(100)), parts.text('Here I am'), parts.finish());
    second.end();
    await waitUntil(() => articles()[1] === 'Here I am');
    expect(queryByRole(chat, 'alert')).to.equal(null);
    expect(names().filter((name) => name === 'message-sent')).to.have.length(1);
    expect(names()).to.include('error');
  });

  it('gives a message that never arrived back to the composer', async () => {
    const { chat, say, articles } = await openPanel();
    const turn = await say('A long question');
    turn.end(new ChatApiError('offline'));
    await waitUntil(() => queryByRole(chat, 'button', 'Edit message'));
    getByRole(chat, 'button', 'Edit message').click();
    await waitUntil(() => getTextbox(chat).value === 'A long question');
    await waitUntil(() => articles().length === 0);
  });

  it('of the catalog says so and can be tried again', async () => {
    const chat = await chatFixture();
    const getAiProviders = chat.api.getAiProviders.bind(chat.api);
    chat.api.getAiProviders = () => Promise.reject(new ChatApiError('service_unavailable'));
    await chat.show();
    await waitUntil(() => queryByRole(chat, 'button', 'Try again'));
    chat.api.getAiProviders = getAiProviders;
    getByRole(chat, 'button', 'Try again').click();
    await waitUntil(() => queryChoice(chat, 'Model'));
    expect(queryByRole(chat, 'alert')).to.equal(null);
  });
});

describe('The limit', () => {
  const meetLimit = async (register = true) => {
    const set = await openPanel((chat) => {
      if (register) chat.registerUrl = '/register';
    });
    return set;
  };

  it('gives the text back, says what is kept and leads to the register page and back', async () => {
    const { chat, say, articles, names } = await meetLimit();
    const turn = await say('My fourth question');
    turn.end(new ChatApiError('anonymous_limit_reached', { quota: quotaOf(0) }));
    await waitUntil(() => queryByRole(chat, 'link', 'Sign up'));
    expect(getTextbox(chat).value).to.equal('My fourth question');
    expect(articles()).to.deep.equal([]);
    expect(getByRole(chat, 'alert').textContent).to.contain('waiting for you');
    const link = new URL(getByRole(chat, 'link', 'Sign up').getAttribute('href') ?? '');
    expect(link.pathname).to.equal('/register');
    expect(link.searchParams.get('redirect_to')).to.equal(location.href);
    expect(names()).to.include('limit-reached');
    await settled(chat);
    await expect(chat).to.be.accessible();
    getByRole(chat, 'button', 'Not now').click();
    await waitUntil(() => queryByRole(chat, 'alert') === null);
    expect(getTextbox(chat).value).to.equal('My fourth question');
  });

  it('is no longer spoken of when somebody has signed in: what met it is sent, and stands in the composer no more', async () => {
    const { chat, say } = await meetLimit();
    const refused = await say('My fourth question');
    refused.end(new ChatApiError('anonymous_limit_reached', { quota: quotaOf(0) }));
    await waitUntil(() => queryByRole(chat, 'link', 'Sign up'));
    chat.$session.set({ state: 'user', userId: id(50) });
    await waitUntil(() => chat.api.turns.length > 1 && chat.api.turns.at(-1) !== refused);
    expect(chat.api.turns.at(-1)?.request).to.deep.equal(refused.request);
    expect(queryByRole(chat, 'link', 'Sign up')).to.equal(null);
    expect(getTextbox(chat).value).to.equal('');
  });

  it('leaves nothing waiting of a visitor who may send again', async () => {
    const { chat, say } = await meetLimit();
    const kept = (): string => sessionStorage.getItem('pendingChatMessage') ?? '';
    const refused = await say('My fourth question');
    const renewed = quotaOf(0, '2020-01-01T00:00:00.000Z');
    refused.end(new ChatApiError('anonymous_limit_reached', { quota: renewed }));
    await waitUntil(() => queryByRole(chat, 'link', 'Sign up'));
    expect(kept()).to.contain('My fourth question');
    await say('The next morning');
    expect(kept()).to.equal('');
  });

  it('is no longer spoken of when another chat is shown', async () => {
    const ways: [leave: (chat: TestChat) => void, isLeft: boolean][] = [
      [
        (chat) => {
          chat.newChat();
        },
        false,
      ],
      [(chat) => void chat.openChat(id(60)), true],
    ];
    for (const [leave, isLeft] of ways) {
      const { chat, say } = await meetLimit();
      const turn = await say('My fourth question');
      turn.end(new ChatApiError('anonymous_limit_reached', { quota: quotaOf(0) }));
      await waitUntil(() => queryByRole(chat, 'link', 'Sign up'));
      leave(chat);
      await waitUntil(() => queryByRole(chat, 'link', 'Sign up') === null);
      // What was written in a chat is there again when one comes back to it.
      if (isLeft) {
        expect(getTextbox(chat).value).to.equal('');
        chat.newChat();
        await settled(chat);
      }
      expect(getTextbox(chat).value).to.equal('My fourth question');
      chat.remove();
    }
  });

  it('leaves the notice to a page that cancels the event; the text comes back all the same', async () => {
    const { chat, say } = await meetLimit();
    chat.addEventListener('paynless-limit-reached', (event) => {
      event.preventDefault();
    });
    const turn = await say('My fourth question');
    turn.end(new ChatApiError('anonymous_limit_reached', { quota: quotaOf(0) }));
    await waitUntil(() => getTextbox(chat).value === 'My fourth question');
    expect(queryByRole(chat, 'alert')).to.equal(null);
  });

  it('lets a page open its own form instead of leaving', async () => {
    const { chat, say } = await meetLimit();
    const urls: string[] = [];
    chat.addEventListener('paynless-sign-up-requested', (event) => {
      urls.push(event.url);
      event.preventDefault();
    });
    const turn = await say('My fourth question');
    turn.end(new ChatApiError('anonymous_limit_reached', { quota: quotaOf(0) }));
    await waitUntil(() => queryByRole(chat, 'link', 'Sign up'));
    const click = new MouseEvent('click', { bubbles: true, composed: true, cancelable: true });
    getByRole(chat, 'link', 'Sign up').dispatchEvent(click);
    expect(click.defaultPrevented).to.equal(true);
    expect(urls).to.have.length(1);
  });
});

describe('A page that is read from right to left', () => {
  it('has English words in their own direction', async () => {
    const { chat, say } = await openPanel((it) => {
      it.dir = 'rtl';
    });
    const turn = await say('My fourth question');
    turn.end(new ChatApiError('anonymous_limit_reached', { quota: quotaOf(0) }));
    await waitUntil(() => queryByRole(chat, 'alert'));
    await waitUntil(() => queryByRole(chat, 'alert')?.textContent.includes('free messages'));
    const words = '.meter, .limit__title, .limit__text, .welcome__line';
    const texts = [...deepElements(chat.shadowRoot ?? chat)].filter((element) => element.matches(words));
    expect(texts.length).to.be.at.least(4);
    for (const text of texts) expect(getComputedStyle(text).direction, text.className).to.equal('ltr');
  });
});

describe('The session', () => {
  it('is told to the page, and a user has no meter', async () => {
    const { chat, told } = await openPanel();
    chat.$session.set({ state: 'user', userId: id(50) });
    await waitUntil(() => chat.shadowRoot?.querySelector('paynless-quota-meter')?.hidden);
    expect(told.map(({ type }) => type)).to.include('paynless-session-change');
  });
});
