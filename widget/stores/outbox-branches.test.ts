import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { ChatApiError } from '../api/chat-api-error.ts';
import { pass } from '../testing/ask.ts';
import { setUpChat } from '../testing/set-up-chat.ts';
import { sendOffline, talkWithNetwork } from '../testing/send-offline.ts';
import { loadFollower } from './load-follower.ts';

beforeAll(async () => {
  await loadFollower();
});
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('messages that wait, in a chat that goes on elsewhere', () => {
  it('wait for the answer that runs, and go out behind it', async () => {
    const { chat, server, goOnline, sendElsewhere, answer, said, onUnsent } = await sendOffline('Mine');
    server.isDown = false;
    await sendElsewhere('Theirs');
    await chat.refresh();
    expect(said().slice(2)).toEqual(['Theirs', 'Mine']);
    await goOnline();
    expect(server.requests).toHaveLength(1);
    await answer('Yes');
    await answer('Mine too');
    expect(said().slice(2)).toEqual(['Theirs', 'Yes', 'Mine', 'Mine too']);
    expect(onUnsent).not.toHaveBeenCalled();
  });

  it('are refused for an answer that runs there, and join it first', async () => {
    const { chat, server, goOnline, sendElsewhere, answer, said } = await sendOffline('Mine');
    server.isDown = false;
    await sendElsewhere('Theirs');
    server.refusal = new ChatApiError('turn_in_progress');
    await goOnline();
    await answer('Yes');
    await pass(0);
    await answer('Mine too');
    expect(said().slice(2)).toEqual(['Theirs', 'Yes', 'Mine', 'Mine too']);
    expect(chat.$queuedIds.get().size).toBe(0);
  });

  it('are found to have arrived, whose reply was lost, and are not sent again', async () => {
    const { chat, server, ids, sendElsewhere, answer, said } = await sendOffline('Mine', 'More');
    server.isDown = false;
    await sendElsewhere('Mine', ids[0]);
    await answer('Yes');
    await chat.refresh();
    await pass(30_000);
    await answer('And yes');
    expect(said().slice(2)).toEqual(['Mine', 'Yes', 'More', 'And yes']);
    expect(server.answers).toHaveLength(3);
  });

  it('go out where they stand, also when another branch was begun elsewhere', async () => {
    const { api, chat, chatId, server, goOnline, answer, said } = await sendOffline('Mine');
    server.isDown = false;
    const edited = { message: 'Goodbye', providerId: '', chatId, messageId: 'edited', parentId: chatId };
    await api.sendChatMessage(edited, {})[Symbol.asyncIterator]().next();
    await answer('Bye');
    await chat.refresh();
    expect(said()).toEqual(['Hello', 'Hi', 'Mine']);
    await goOnline();
    expect(server.requests.at(-1)).toMatchObject({ message: 'Mine', parentId: server.answers[0]?.id });
    await answer('Yours');
    await chat.refresh();
    expect(said()).toEqual(['Hello', 'Hi', 'Mine', 'Yours']);
  });

  it('go out on the branch on which they were written', async () => {
    const { chat, server, goOnline, answer, said, idOf } = await talkOnTwoBranches();
    expect(said()).toEqual(['Hello', 'Hi', 'Below']);
    chat.showBranch(idOf('Bye'));
    expect(said()).toEqual(['Goodbye', 'Bye']);
    await goOnline();
    expect(server.requests[0]).toMatchObject({ message: 'Below', parentId: server.answers[0]?.id });
    expect(said()).toEqual(['Hello', 'Hi', 'Below']);
    await answer('There');
    expect(said()).toEqual(['Hello', 'Hi', 'Below', 'There']);
    await chat.refresh();
    expect(said()).toEqual(['Hello', 'Hi', 'Below', 'There']);
  });

  /** Two first messages, both answered; back on the older one something is written without a connection. */
  async function talkOnTwoBranches() {
    const around = await talkWithNetwork();
    const { chat, server, goOffline, answer } = around;
    const [first = ''] = chat.$messages.get().map(({ id }) => id);
    const editing = chat.editMessage(first, 'Goodbye');
    await pass(0);
    await answer('Bye');
    await editing;
    const all = new Map(chat.$messages.get().map(({ content, id }) => [content, id]));
    chat.showBranch(first);
    goOffline();
    await chat.sendMessage('Below');
    server.requests.length = 0;
    return { ...around, idOf: (text: string) => all.get(text) ?? '' };
  }
});

describe('a changed text without a connection', () => {
  it('waits in the place of what it changes, with what is said below it, and goes out there', async () => {
    const { chat, server, goOnline, answer, said } = await sendOffline();
    const [first = ''] = chat.$messages.get().map(({ id }) => id);
    await chat.editMessage(first, 'Goodbye');
    await chat.sendMessage('Again');
    expect(said()).toEqual(['Goodbye', 'Again']);
    chat.showBranch(first);
    expect(said()).toEqual(['Hello', 'Hi']);
    server.requests.length = 0;
    await goOnline();
    expect(server.requests[0]).toMatchObject({ message: 'Goodbye', parentId: chat.$chatId.get() });
    await answer('Bye');
    await answer('Bye again');
    expect(said()).toEqual(['Goodbye', 'Bye', 'Again', 'Bye again']);
    await chat.refresh();
    expect(said()).toEqual(['Goodbye', 'Bye', 'Again', 'Bye again']);
  });

  it('is taken back, and what was there is there again', async () => {
    const { chat, said } = await sendOffline();
    const [first = ''] = chat.$messages.get().map(({ id }) => id);
    await chat.editMessage(first, 'Goodbye');
    await chat.sendMessage('Again');
    expect([chat.takeBack(), chat.takeBack(), chat.takeBack()]).toEqual(['Again', 'Goodbye', null]);
    expect(said()).toEqual(['Hello', 'Hi']);
    expect([chat.$siblings.get().size, chat.$queuedIds.get().size]).toEqual([0, 0]);
  });
});

it('waits with the first message of a new chat too, whose models were not there yet', async () => {
  let isUp = false;
  const { api, chat, page } = setUpChat();
  const getAiProviders = api.getAiProviders.bind(api);
  vi.spyOn(api, 'getAiProviders').mockImplementation(() =>
    isUp ? getAiProviders() : Promise.reject(new ChatApiError('service_unavailable', { status: 0 })),
  );
  await chat.sendMessage('Hello');
  expect(chat.$queuedIds.get().size).toBe(1);
  expect(api.turns).toEqual([]);
  isUp = true;
  page.wake();
  await pass(0);
  expect(api.turns[0]?.request).toMatchObject({ message: 'Hello' });
});
