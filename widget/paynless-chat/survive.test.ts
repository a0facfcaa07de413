import { aTimeout, expect, nextFrame, waitUntil } from '@open-wc/testing';
import { ChatApiError } from '../api/chat-api-error.ts';
import { createChatChannel } from '../session/chat-channel.ts';
import { deepElements, getByRole, queryAllByRole, queryByRole } from '../testing/by-role.ts';
import type { TestChat } from '../testing/chat-fixture.ts';
import { openPanel } from '../testing/open-panel.ts';
import { createScriptedChatApi, id, message, parts, providerId } from '../testing/scripted-chat-api.ts';
import { settled } from '../testing/settled.ts';

const chatId = id(100);

/** An open chat whose server has an answer running: each time it is joined the test tells the rest of it. */
async function openHosted(prepare: (chat: TestChat) => void = () => undefined) {
  const server = createScriptedChatApi();
  const host = { isReached: true, joined: 0, stopped: [] as string[] };
  const panel = await openPanel((chat) => {
    chat.api.resumeAnswer = (_chatId, options) => {
      if (!host.isReached) return Promise.reject(new ChatApiError('offline'));
      host.joined += 1;
      const request = { message: 'join', providerId, messageId: id(1) };
      return Promise.resolve(server.sendChatMessage(request, options));
    };
    chat.api.stopAnswer = (of) => {
      host.stopped.push(of);
      return Promise.resolve();
    };
    prepare(chat);
  });
  return { ...panel, host, connection: (index: number) => server.turn(index) };
}

/** A chat with half an answer in it; its server has stored all of it when it is asked. */
async function sayHalf() {
  const panel = await openHosted(({ api }) => {
    api.getChatMessages = (of) =>
      Promise.resolve({
        chat: { id: of, title: 'A chat', updatedAt: '2026-11-01T10:00:00.000Z' },
        messages: [message(1, { content: 'Hello' }), message(2, { content: 'Half and half' })],
      });
  });
  const turn = await panel.say('Hello');
  turn.send(parts.start(id(2), chatId), parts.text('Half '));
  await waitUntil(() => panel.articles()[1] === 'Half');
  return { ...panel, turn };
}

const isReconnecting = (chat: TestChat) =>
  [...deepElements(chat.shadowRoot ?? chat)].some((element) =>
    element.matches('.progress:not(:has(.visually-hidden))'),
  );

/** A chat whose newest answer runs, as the server has stored it so far. */
const storedHalf = (id: string) =>
  Promise.resolve({
    chat: { id, title: 'A chat', updatedAt: '2026-11-01T10:00:00.000Z' },
    messages: [message(1), message(2, { status: 'streaming', content: 'Half ' })],
  });

describe('An answer whose connection is lost', () => {
  it('is found again without a word of failure; until then the chat says so, quietly', async () => {
    const { chat, turn, articles, names, connection, host } = await sayHalf();
    host.isReached = false;
    chat.isOnline = false;
    turn.end(new ChatApiError('interrupted'));
    await waitUntil(() => isReconnecting(chat), 'it says so', { timeout: 5_000 });
    expect(getByRole(chat, 'button', 'Stop answering')).to.be.instanceOf(HTMLElement);
    expect(queryByRole(chat, 'alert')).to.equal(null);
    await settled(chat);
    await expect(chat).to.be.accessible();

    host.isReached = true;
    chat.isOnline = true;
    chat.wake();
    const again = await connection(0);
    again.send(parts.text('and half'));
    await waitUntil(() => articles()[1] === 'Half and half');
    await waitUntil(() => !isReconnecting(chat));
    again.send(parts.finish());
    again.end();
    await waitUntil(() => queryByRole(chat, 'button', 'Send message'));
    expect(names()).to.deep.equal(['message-sent', 'chat-change', 'answer-start', 'answer-end']);
  });

  it('can be stopped while it is looked for', async () => {
    const { chat, turn, articles, host } = await sayHalf();
    host.isReached = false;
    turn.end(new ChatApiError('interrupted'));
    await waitUntil(() => isReconnecting(chat), 'it says so', { timeout: 5_000 });
    getByRole(chat, 'button', 'Stop answering').click();
    await waitUntil(() => articles()[1]?.endsWith('Stopped'), 'it is settled here', { timeout: 5_000 });
    expect(host.stopped).to.deep.equal([turn.request.chatId]);
    expect(isReconnecting(chat)).to.equal(false);
  });
});

describe('An element', () => {
  it('reads nothing while it is out of the page, and goes on when it is put back', async () => {
    const { chat, turn, articles, names, say, connection, host } = await sayHalf();
    const parent = chat.parentElement;
    chat.remove();
    await waitUntil(() => turn.signal.aborted);
    await aTimeout(0);
    expect(host.joined).to.equal(0);
    parent?.append(chat);
    const again = await connection(0);
    again.send(parts.text('and half'), parts.finish());
    again.end();
    await waitUntil(() => queryByRole(chat, 'button', 'Send message'));
    expect(articles()[1]).to.equal('Half and half');
    expect(names()).to.deep.equal(['message-sent', 'chat-change', 'answer-start', 'answer-end']);
    expect(chat.api.turns).to.have.length(1);
    await say('And then?');
    expect(names().slice(4)).to.deep.equal(['message-sent']);
  });

  it('goes on also when it was closed before', async () => {
    const { chat, turn, articles, connection } = await sayHalf();
    const parent = chat.parentElement;
    chat.hide();
    chat.remove();
    await waitUntil(() => turn.signal.aborted);
    parent?.append(chat);
    const again = await connection(0);
    again.send(parts.text('and half'), parts.finish());
    again.end();
    await chat.show();
    await waitUntil(() => articles()[1] === 'Half and half');
  });

  it('keeps its connection when it is only moved', async () => {
    const { chat, turn, articles, host } = await sayHalf();
    const elsewhere = document.createElement('div');
    chat.parentElement?.append(elsewhere);
    elsewhere.append(chat);
    await nextFrame();
    expect(turn.signal.aborted).to.equal(false);
    turn.send(parts.text('and half'), parts.finish());
    turn.end();
    await waitUntil(() => articles()[1] === 'Half and half');
    expect(host.joined).to.equal(0);
  });
});

describe('An answer that runs already', () => {
  it('is joined when its chat is opened, and the page hears of it but of no message', async () => {
    const { chat, articles, names, connection } = await openHosted();
    chat.api.getChatMessages = storedHalf;
    void chat.openChat(chatId);
    await waitUntil(() => articles()[1] === 'Half');
    const joined = await connection(0);
    joined.send(parts.start(id(2), chatId), parts.text('Half and half'), parts.finish());
    joined.end();
    await waitUntil(() => queryByRole(chat, 'button', 'Send message'));
    expect(articles()).to.deep.equal(['message 1', 'Half and half']);
    expect(names()).to.deep.equal(['chat-change', 'answer-start', 'answer-end']);
  });

  it('begins and ends once for the page, though its chat is left and opened again', async () => {
    const { chat, articles, names, turn, connection } = await sayHalf();
    chat.newChat();
    await waitUntil(() => queryAllByRole(chat, 'article').length === 0);
    expect(turn.signal.aborted).to.equal(true);
    chat.api.getChatMessages = storedHalf;
    void chat.openChat(chatId);
    const joined = await connection(0);
    joined.send(parts.start(id(2), chatId), parts.text('Half and half'), parts.finish());
    joined.end();
    await waitUntil(() => articles()[1] === 'Half and half');
    const told = names().filter((name) => name !== 'chat-change');
    expect(told).to.deep.equal(['message-sent', 'answer-start', 'answer-end']);
  });

  it('comes to the other elements that show its chat', async () => {
    const name = `paynless:${crypto.randomUUID()}`;
    const prepare = (chat: TestChat) => {
      chat.channel = createChatChannel(name, window);
      chat.api.getChatMessages = (of) =>
        Promise.resolve({
          chat: { id: of, title: 'A chat', updatedAt: '2026-11-01T10:00:00.000Z' },
          messages: [],
        });
    };
    const [one, other] = [await openHosted(prepare), await openHosted(prepare)];
    for (const { chat } of [one, other]) await chat.openChat(chatId);
    other.chat.api.getChatMessages = storedHalf;
    const turn = await one.say('message 1');
    turn.send(parts.start(id(2), chatId), parts.text('Half '));
    await waitUntil(() => other.articles()[1] === 'Half', 'it is shown there too');
    const joined = await other.connection(0);
    turn.send(parts.text('and half'), parts.finish());
    turn.end();
    joined.send(parts.start(id(2), chatId), parts.text('Half and half'), parts.finish());
    joined.end();
    await waitUntil(() => [one, other].every(({ articles }) => articles()[1] === 'Half and half'));
    expect(other.names()).not.to.include('message-sent');
  });
});
