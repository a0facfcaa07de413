import { expect, it, vi } from 'vitest';
import { createAnswerServer } from '../testing/answer-server.ts';
import { createMemoryStorage } from '../testing/memory-storage.ts';
import { id, parts } from '../testing/scripted-chat-api.ts';
import { setUpChat, settle } from '../testing/set-up-chat.ts';
import { setUp } from '../testing/set-up-stores.ts';
import { createTurn } from './turn.ts';

// A module is loaded once, and is gone until the last of these tests: they run in this order.
const server = vi.hoisted(() => ({ isDeployedAnew: true, asked: 0 }));
vi.mock('./follower.ts', async (importOriginal) => {
  server.asked += 1;
  if (server.isDeployedAnew) throw new TypeError('Failed to fetch dynamically imported module');
  return await importOriginal();
});

it('does not send again a message whose answer nobody could read, and leaves no connection open', async () => {
  const { api, chat, page } = setUpChat();
  await chat.sendMessage('Hello');
  await settle();
  expect(chat.$error.get()?.code).toBe('service_unavailable');
  expect(api.turns[0]?.signal.aborted).toBe(true);
  expect(page.listeners.size).toBe(0);
  await chat.retry();
  expect(api.turns).toHaveLength(1);
  expect(chat.$error.get()?.code).toBe('service_unavailable');
});

it('keeps what was sent all the same, before anything is waited for', async () => {
  const storage = createMemoryStorage({ 'outbox:visitor': '[null]' });
  const { chat } = setUpChat({}, { storage, getPerson: () => 'visitor' });
  const sending = chat.sendMessage('Hello');
  expect(storage.getItem('outbox:visitor')).toContain('"text":"Hello"');
  await sending;
  expect(chat.$error.get()?.code).toBe('service_unavailable');
  expect(storage.getItem('outbox:visitor')).toContain('"text":"Hello"');
});

it.each([[undefined], [createMemoryStorage()], [createMemoryStorage({ 'outbox:visitor': 'not JSON' })]])(
  'gives it back when its chat is left, written down or not: %s',
  async (storage) => {
    const { chat, onUnsent } = setUpChat({}, { storage, getPerson: () => 'visitor' });
    await chat.sendMessage('Hello');
    chat.startNewChat();
    expect(onUnsent).toHaveBeenCalledExactlyOnceWith('Hello', null);
  },
);

it.each([[undefined], [createMemoryStorage()]])(
  'gives all of it back when there are several, and leaves none written down: %s',
  async (storage) => {
    const { chat, onUnsent } = setUpChat({}, { storage, getPerson: () => 'visitor' });
    await chat.sendMessage('One');
    await chat.sendMessage('Two');
    chat.startNewChat();
    expect(onUnsent).toHaveBeenCalledExactlyOnceWith('One\nTwo', null);
    expect(storage?.getItem('outbox:visitor') ?? '[]').toBe('[]');
  },
);

it('does not give back again what was refused because its chat could not be read', async () => {
  const { chat, onUnsent } = setUpChat();
  void chat.loadChatDetails(id(50));
  await expect(chat.sendMessage('Early')).rejects.toMatchObject({ code: 'service_unavailable' });
  chat.startNewChat();
  expect(onUnsent).not.toHaveBeenCalled();
});

it('forgets no other message with it, not even one that stands below it', async () => {
  const turn = createTurn({ chatId: id(50), userMessageId: id(1), text: 'Below', parentId: id(200) });
  const kept = JSON.stringify([{ ...turn, messageId: id(1) }]);
  const storage = createMemoryStorage({ 'outbox:visitor': kept });
  const { chat } = setUpChat({}, { storage, getPerson: () => 'visitor' });
  const sending = chat.sendMessage('Hello');
  expect(chat.$messages.get()[0]?.id).toBe(id(200));
  await sending;
  chat.startNewChat();
  expect(storage.getItem('outbox:visitor')).toBe(kept);
});

it('asks for what reads answers as soon as a message can be sent', async () => {
  const before = server.asked;
  const { start, catalog } = setUp({ state: 'visitor' });
  await settle();
  expect(server.asked).toBe(before);
  start();
  await vi.waitFor(() => {
    expect(server.asked).toBe(before + 1);
  });
  expect(catalog.$catalog.get().state).toBe('ready');
});

it('asks for a stored chat without waiting for what reads it, and gives that up when it can’t be read', async () => {
  const signals: (AbortSignal | undefined)[] = [];
  const { chat } = setUpChat({
    getChatMessages: (_id, { signal } = {}) => {
      signals.push(signal);
      return new Promise(() => undefined);
    },
  });
  const loading = chat.loadChatDetails(id(50));
  expect(signals.map((signal) => signal?.aborted)).toEqual([false]);
  await loading;
  expect(chat.$details.get()).toMatchObject({ state: 'failed', chatId: id(50) });
  expect(signals.map((signal) => signal?.aborted)).toEqual([true]);
});

it('does not send a message at all when it is known that nobody could read its answer, until it is there', async () => {
  const { api, chat } = setUpChat();
  await chat.sendMessage('Hello');
  expect(api.turns).toEqual([]);
  server.isDeployedAnew = false;
  const retrying = chat.retry();
  const turn = await api.turn(0);
  turn.send(parts.start(id(2)), parts.text('Hi'), parts.finish());
  turn.end();
  await retrying;
  expect(chat.$messages.get().map(({ content }) => content)).toEqual(['Hello', 'Hi']);
});

it('goes out from the next page, once what reads its answer is there', async () => {
  const entry = { ...createTurn({ chatId: id(50), userMessageId: id(1), text: 'Hello' }), messageId: id(1) };
  const kept = [null, { ...entry, createdAt: new Date() }];
  const storage = createMemoryStorage({ 'outbox:visitor': JSON.stringify(kept) });
  const server = createAnswerServer();
  const { chat, start } = setUp({ state: 'visitor' }, server.api, storage);
  start();
  await vi.waitFor(() => {
    expect(server.requests).toMatchObject([{ message: 'Hello', messageId: id(1), chatId: id(50) }]);
  });
  server.tell('Hi');
  server.finish();
  await vi.waitFor(() => {
    expect(chat.$messages.get().map(({ content }) => content)).toEqual(['Hello', 'Hi']);
  });
  expect(storage.getItem('outbox:visitor')).toBe('[]');
});

it('is forgotten when it was given back before what knows the outbox had come', async () => {
  const storage = createMemoryStorage();
  const { chat, onUnsent } = setUpChat({}, { storage, getPerson: () => 'visitor' });
  void chat.sendMessage('Hello');
  chat.startNewChat();
  expect(onUnsent).toHaveBeenCalledExactlyOnceWith('Hello', null);
  await vi.waitFor(() => {
    expect(storage.getItem('outbox:visitor')).toBe('[]');
  });
});
