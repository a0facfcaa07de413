import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { ChatApiError } from '../api/chat-api-error.ts';
import { pass } from '../testing/ask.ts';
import { browse, silence, visitor, writeOffline } from '../testing/browse.ts';
import { id, quotaOf } from '../testing/scripted-chat-api.ts';
import { setUp, user } from '../testing/set-up-stores.ts';
import { loadFollower } from './load-follower.ts';

beforeAll(async () => {
  await loadFollower();
});
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const people = [['visitor', visitor], ['user', user]] as const; // prettier-ignore

/** A browser whose page has one answer in it. What is sent from then on never gets an answer, until `isSlow` is false. */
async function talkToSlow(...[person]: Parameters<typeof browse>) {
  const around = await writeOffline(person);
  const { server, before, ...rest } = around;
  const { sendChatMessage } = server.api;
  const network = { isSlow: true };
  const sent: (string | undefined)[] = [];
  server.isDown = false;
  before.page.online = true;
  server.api.sendChatMessage = (request, options) => {
    sent.push(request.messageId);
    return network.isSlow ? silence() : sendChatMessage(request, options);
  };
  const page = await rest.visit(rest.chatId);
  before.close();
  return { ...rest, server, network, sent, page };
}

describe('a message that is on its way when the page is loaded again', () => {
  it.each(people)(
    'goes out by itself from the next page of a %s, under its id, once',
    async (_who, person) => {
      const { page, visit, network, sent, answer, kept, server } = await talkToSlow(person);
      void page.chat.sendMessage('More');
      await pass(0);
      page.close();
      network.isSlow = false;
      const after = await visit();
      expect(after.said().map(([text]) => text)).toEqual(['Hello', 'Hi', 'More']);
      await answer('Yes');
      await pass(60_000);
      expect(after.said()).toEqual(['Hello', 'Hi', 'More', 'Yes'].map((text) => [text, 'complete']));
      expect(sent).toEqual([sent[0], sent[0]]);
      expect(server.answers).toHaveLength(2);
      expect(kept(person === user ? id(1) : 'visitor')).toEqual([]);
    },
  );

  it.each(people)(
    'goes out also when it is the first of a %s, in a chat of which nobody heard',
    async (_who, person) => {
      const { visit, server, answer } = browse(person);
      const { sendChatMessage } = server.api;
      server.api.sendChatMessage = silence;
      const before = await visit();
      void before.chat.sendMessage('Hello');
      await pass(0);
      before.close();
      server.api.sendChatMessage = sendChatMessage;
      const after = await visit();
      await answer('Hi');
      expect(after.said()).toEqual([['Hello', 'complete'], ['Hi', 'complete']]); // prettier-ignore
    },
  );

  it.each(people)(
    'is written down, once, as soon as it is known that a %s has sent it',
    async (_who, person) => {
      const key = `outbox:${person === user ? id(1) : 'visitor'}`;
      const { chat, start, $session, storage } = setUp({ state: 'unknown' }, { sendChatMessage: silence });
      start();
      void chat.sendMessage('Too early');
      await pass(0);
      expect(['outbox:visitor', `outbox:${id(1)}`].map((name) => storage.getItem(name))).toEqual([
        null,
        null,
      ]);
      $session.set(person);
      expect(storage.getItem(key)?.split('Too early')).toHaveLength(2);
      $session.set({ ...person });
      expect(storage.getItem(key)?.split('Too early')).toHaveLength(2);
    },
  );

  it('is not sent again when the server has it', async () => {
    const { page, visit, network, server, kept, answer } = await talkToSlow();
    network.isSlow = false;
    const { chat } = page;
    void chat.sendMessage('More');
    await pass(0);
    page.close();
    // As if the page had gone before it heard of it.
    page.storage.setItem('outbox:visitor', JSON.stringify([unsent(page)]));
    server.requests.length = 0;
    const after = await visit();
    await answer('Yes');
    expect(after.said().map(([text]) => text)).toEqual(['Hello', 'Hi', 'More', 'Yes']);
    expect([server.requests, kept()]).toEqual([[], []]);
  });

  it('is written down before anything is waited for, in the place of what it changes', async () => {
    const { page, visit, network, kept, answer, server } = await talkToSlow();
    const [first = ''] = page.chat.$messages.get().map(({ id }) => id);
    void page.chat.editMessage(first, 'Goodbye');
    await pass(0);
    page.close();
    network.isSlow = false;
    const after = await visit();
    expect(server.requests.at(-1)).toMatchObject({ message: 'Goodbye', parentId: page.chat.$chatId.get() });
    await answer('Bye');
    expect(after.said().map(([text]) => text)).toEqual(['Goodbye', 'Bye']);
    void after.chat.sendMessage('At once');
    expect(kept()).toEqual(['At once']);
  });

  it('goes out as well when it waited for its chat to be loaded', async () => {
    const { page, visit, network, kept, answer, chatId, server } = await talkToSlow();
    const { getChatMessages } = server.api;
    server.api.getChatMessages = () => new Promise(() => undefined);
    const loading = await visit(chatId);
    page.close();
    void loading.chat.sendMessage('Too early');
    await pass(0);
    expect(kept()).toEqual(['Too early']);
    loading.close();
    server.api.getChatMessages = getChatMessages;
    network.isSlow = false;
    const after = await visit();
    await answer('In time');
    expect(after.said().map(([text]) => text)).toEqual(['Hello', 'Hi', 'Too early', 'In time']);
    expect(kept()).toEqual([]);
  });

  it('that waited for its chat is sent once when that is there, and forgotten', async () => {
    const { page, visit, network, kept, answer, chatId, sent } = await talkToSlow();
    network.isSlow = false;
    page.close();
    const after = await visit();
    void after.chat.loadChatDetails(chatId);
    void after.chat.sendMessage('Early');
    await pass(0);
    await answer('Yes');
    await pass(60_000);
    expect(sent).toHaveLength(1);
    expect([after.said().map(([text]) => text), kept()]).toEqual([['Hello', 'Hi', 'Early', 'Yes'], []]);
  });

  it('is no message when it only asks for another answer', async () => {
    const { page, kept } = await talkToSlow();
    void page.chat.regenerate(page.chat.$messages.get()[1]?.id ?? '');
    await pass(0);
    expect(kept()).toEqual([]);
  });

  /** The last message of a page, as it is written down. */
  function unsent({ chat }: Awaited<ReturnType<typeof talkToSlow>>['page']) {
    const { id: messageId, content: text, createdAt } = chat.$messages.get().findLast(({ role }) => role === 'user') ?? { id: '', content: '', createdAt: '' }; // prettier-ignore
    return { chatId: chat.$chatId.get(), messageId, text, parentId: null, providerId: null, promptId: null, createdAt }; // prettier-ignore
  }
});

describe('a message that was refused when the page is loaded again', () => {
  it.each(people)(
    'waits for its %s with the reason, and goes out when it is tried again',
    async (_who, person) => {
      const { page, visit, network, server, answer, sent, kept } = await talkToSlow(person);
      network.isSlow = false;
      server.refusal = new ChatApiError('provider_overloaded');
      await page.chat.sendMessage('More');
      page.close();
      const after = await visit();
      await pass(120_000);
      expect(after.said().at(-1)).toEqual(['More', 'failed']);
      expect(after.chat.$queuedIds.get().size).toBe(0);
      expect(after.chat.$answer.get()).toMatchObject({ state: 'failed', canRetry: true, canTakeBack: true });
      expect(after.chat.$error.get()?.code).toBe('provider_overloaded');
      expect(sent).toHaveLength(1);
      void after.chat.retry();
      await pass(0);
      await answer('Yes');
      expect(sent).toEqual([sent[0], sent[0]]);
      expect(after.said()).toEqual(['Hello', 'Hi', 'More', 'Yes'].map((text) => [text, 'complete']));
      expect(after.chat.$siblings.get().size).toBe(0);
      expect(kept(person === user ? id(1) : 'visitor')).toEqual([]);
    },
  );

  it.each(people)('is there also when it was the first of a %s', async (_who, person) => {
    const { visit, server, kept } = browse(person);
    const before = await visit();
    server.refusal = new ChatApiError('content_filtered');
    await before.chat.sendMessage('Hello');
    before.close();
    const after = await visit();
    expect(after.said()).toEqual([['Hello', 'failed']]);
    expect(after.chat.$answer.get()).toMatchObject({ canRetry: false, canTakeBack: true });
    expect(after.chat.takeBack()).toBe('Hello');
    expect(kept(person === user ? id(1) : 'visitor')).toEqual([]);
  });

  it('goes out by itself when it is loaded again while it is tried again', async () => {
    const { page, visit, network, server, answer, sent } = await talkToSlow();
    network.isSlow = false;
    server.refusal = new ChatApiError('internal');
    await page.chat.sendMessage('More');
    network.isSlow = true;
    void page.chat.retry();
    await pass(0);
    page.close();
    network.isSlow = false;
    const after = await visit();
    await answer('Yes');
    expect(after.said().at(-1)).toEqual(['Yes', 'complete']);
    expect(sent).toEqual([sent[0], sent[0], sent[0]]);
  });

  it('is not sent when its person stopped it', async () => {
    const { page, visit, network, server, sent } = await talkToSlow();
    server.heedsStop = false;
    void page.chat.sendMessage('More');
    await pass(0);
    page.chat.stop();
    await pass(5_000);
    page.close();
    network.isSlow = false;
    const after = await visit();
    await pass(60_000);
    expect(after.chat.$error.get()?.code).toBe('stopped');
    expect(sent).toHaveLength(1);
  });

  it('is not kept at the limit: it is back where it was written', async () => {
    const { page, network, server, kept } = await talkToSlow();
    network.isSlow = false;
    server.refusal = new ChatApiError('anonymous_limit_reached', { quota: quotaOf(0) });
    await expect(page.chat.sendMessage('More')).rejects.toMatchObject({ pending: { message: 'More' } });
    expect(kept()).toEqual([]);
  });

  it('says that something went wrong when nobody here knows the reason', async () => {
    const { page, visit, network, server, storage } = await talkToSlow();
    network.isSlow = false;
    server.refusal = new ChatApiError('content_filtered');
    await page.chat.sendMessage('More');
    page.close();
    const found = storage.getItem('outbox:visitor') ?? '';
    storage.setItem('outbox:visitor', found.replace('content_filtered', 'of_tomorrow'));
    const after = await visit();
    expect(after.said().at(-1)).toEqual(['More', 'failed']);
    expect(after.chat.$error.get()?.code).toBe('internal');
  });
});
