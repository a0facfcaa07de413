import { describe, expect, it, vi } from 'vitest';
import { ChatApiError } from '../api/chat-api-error.ts';
import { deferred } from '../testing/deferred.ts';
import { createScriptedChatApi, id, message, parts } from '../testing/scripted-chat-api.ts';
import { setUpChat, settle } from '../testing/set-up-chat.ts';

describe('changing chats', () => {
  it('never lets a word of the former chat into the next', async () => {
    const { api, chat, texts } = setUpChat();
    const sending = chat.sendMessage('Hello');
    const turn = await api.turn(0);
    turn.send(parts.start(id(2)), parts.text('Old '));
    await settle();
    const loading = chat.loadChatDetails(id(50));
    turn.send(parts.text('news'), parts.chat(id(9), 'Old title'), parts.finish());
    turn.end();
    await Promise.all([sending, loading]);
    expect(turn.signal.aborted).toBe(true);
    expect(texts()).toEqual([['user', 'message 1', 'complete'], ['assistant', 'message 2', 'complete']]); // prettier-ignore
    expect(chat.$streamingText.get()).toBe('');
    expect(chat.$title.get()).toBe('A chat');
    expect(chat.$chatId.get()).toBe(id(50));
  });

  it('gives up a chat that is left before what reads it has come', async () => {
    const signals: (AbortSignal | undefined)[] = [];
    const base = createScriptedChatApi();
    const { chat } = setUpChat({
      getChatMessages: (chatId, options) => {
        signals.push(options?.signal);
        return base.getChatMessages(chatId, options);
      },
    });
    const loading = chat.loadChatDetails(id(50));
    chat.startNewChat();
    await loading;
    expect(signals.map((signal) => signal?.aborted)).toEqual([true]);
    expect(chat.$messages.get()).toEqual([]);
  });

  it('lets nothing in that a connection still brings after it was given up', async () => {
    const left = deferred();
    const { chat } = setUpChat({
      async *sendChatMessage() {
        yield parts.start(id(2), id(9));
        await left.promise;
        yield* [parts.text('Old news'), parts.chat(id(9), 'Old title'), parts.finish()];
      },
    });
    const sending = chat.sendMessage('Hello');
    await settle();
    chat.startNewChat();
    left.resolve();
    await sending;
    expect(chat.$messages.get()).toEqual([]);
    expect([chat.$streamingText.get(), chat.$title.get(), chat.$chatId.get()]).toEqual(['', null, null]);
  });

  it.each([
    ['for a new one', null],
    ['for another one', id(50)],
  ])(
    'closes the connection that still waits for the title of a chat that is left %s',
    async (_name, next) => {
      const base = createScriptedChatApi();
      const { api, chat } = setUpChat({
        getChatMessages: async (chatId) => {
          const reply = await base.getChatMessages(chatId);
          return chatId === id(50) ? reply : { ...reply, chat: { ...reply.chat, title: null } };
        },
      });
      const sending = chat.sendMessage('Hello');
      const turn = await api.turn(0);
      turn.send(parts.start(id(2), id(9)), parts.text('Hi'), parts.finish());
      await settle();
      await chat.refresh();
      expect(turn.signal.aborted).toBe(false);
      if (next === null) chat.startNewChat();
      else await chat.loadChatDetails(next);
      expect(turn.signal.aborted).toBe(true);
      const title = chat.$title.get();
      turn.send(parts.chat(id(9), 'Old title'));
      turn.end();
      await sending;
      expect(chat.$title.get()).toBe(title);
    },
  );

  it('still takes the title of its own chat after a second look at it', async () => {
    const { api, chat } = setUpChat();
    const sending = chat.sendMessage('Hello');
    const turn = await api.turn(0);
    turn.send(parts.start(id(2), id(9)), parts.text('Hi'), parts.finish());
    await settle();
    await chat.refresh();
    turn.send(parts.chat(id(9), 'Its title'), parts.chat(id(8), 'Of another chat'));
    turn.end();
    await sending;
    expect(chat.$title.get()).toBe('Its title');
  });

  it('closes that connection also when another message of the chat is still open', async () => {
    const base = createScriptedChatApi();
    const { api, chat } = setUpChat({
      getChatMessages: async (chatId) => ({
        ...(await base.getChatMessages(chatId)),
        messages: [message(5)],
      }),
    });
    const sending = chat.sendMessage('Hello');
    const turn = await api.turn(0);
    turn.send(parts.start(id(2), id(9)), parts.text('Hi'), parts.finish());
    await settle();
    await chat.refresh();
    expect(chat.$answer.get()).toMatchObject({ state: 'failed', userMessageId: id(5) });
    chat.startNewChat();
    await sending;
    expect(turn.signal.aborted).toBe(true);
  });

  it('drops a slow reply for a chat that was left', async () => {
    const slow = deferred();
    const base = createScriptedChatApi();
    const { chat } = setUpChat({
      getChatMessages: async (chatId, options) => {
        if (chatId === id(50)) await slow.promise;
        const reply = await base.getChatMessages(chatId, options);
        return { ...reply, chat: { ...reply.chat, title: chatId } };
      },
    });
    const first = chat.loadChatDetails(id(50));
    await chat.loadChatDetails(id(51));
    slow.resolve();
    await first;
    expect(chat.$chatId.get()).toBe(id(51));
    expect(chat.$title.get()).toBe(id(51));
  });

  it('sends into the chat that is loading, once it is there', async () => {
    const { api, chat, texts } = setUpChat();
    void chat.loadChatDetails(id(50));
    void chat.sendMessage('And then?');
    expect((await api.turn(0)).request.chatId).toBe(id(50));
    expect(texts().map(([, text]) => text)).toEqual(['message 1', 'message 2', 'And then?']);
  });

  it('says why a chat did not load, and does not send into it', async () => {
    const { chat } = setUpChat({ getChatMessages: () => Promise.reject(new ChatApiError('not_found')) });
    await chat.loadChatDetails(id(50));
    expect(chat.$details.get()).toMatchObject({ state: 'failed', chatId: id(50) });
    expect(chat.$error.get()?.code).toBe('not_found');
    await expect(chat.sendMessage('Hello')).rejects.toMatchObject({ code: 'not_found' });
    chat.startNewChat();
    expect(chat.$error.get()).toBeNull();
  });

  it('shows a message that waits for its chat to load, and one at a time', async () => {
    const slow = deferred();
    const base = createScriptedChatApi();
    const { api, chat, texts } = setUpChat({
      getChatMessages: async (chatId, options) => {
        await slow.promise;
        return base.getChatMessages(chatId, options);
      },
    });
    void chat.loadChatDetails(id(50));
    void chat.sendMessage('And then?');
    await vi.waitFor(() => {
      expect(texts()).toEqual([['user', 'And then?', 'complete']]);
    });
    await expect(chat.sendMessage('And now?')).rejects.toMatchObject({ code: 'turn_in_progress' });
    slow.resolve();
    await api.turn(0);
    expect(texts().map(([, text]) => text)).toEqual(['message 1', 'message 2', 'And then?']);
  });

  it('does not send what waited for a chat that did not load, and takes it off the screen', async () => {
    const { api, chat, texts } = setUpChat({
      getChatMessages: () => Promise.reject(new ChatApiError('offline')),
    });
    void chat.loadChatDetails(id(50));
    await expect(chat.sendMessage('And then?')).rejects.toMatchObject({ code: 'offline' });
    expect(texts()).toEqual([]);
    expect(api.turns).toEqual([]);
  });

  const ways: [string, (chat: ReturnType<typeof setUpChat>['chat']) => void][] = [
    [
      'for a new one',
      (chat) => {
        chat.startNewChat();
      },
    ],
    [
      'for another one',
      (chat) => {
        void chat.loadChatDetails(id(51));
      },
    ],
  ];

  it.each(ways)('gives back a message that was on its way when its chat is left %s', async (_name, leave) => {
    const { api, chat, onUnsent, texts } = setUpChat();
    const sending = chat.sendMessage('Hello');
    await api.turn(0);
    leave(chat);
    await sending;
    expect(onUnsent).toHaveBeenCalledExactlyOnceWith('Hello', null);
    expect(texts().map(([, text]) => text)).not.toContain('Hello');
    await settle();
    expect(api.turns).toHaveLength(1);
  });

  it.each(ways)(
    'gives back a message that failed, and one in its second try, when its chat is left %s',
    async (_name, leave) => {
      const { api, chat, onUnsent } = setUpChat();
      const sending = chat.sendMessage('One');
      (await api.turn(0)).end(new ChatApiError('offline'));
      await sending;
      leave(chat);
      expect(onUnsent).toHaveBeenLastCalledWith('One', null);

      chat.startNewChat();
      const again = chat.sendMessage('Two');
      (await api.turn(1)).end(new ChatApiError('offline'));
      await again;
      void chat.retry();
      await api.turn(2);
      leave(chat);
      expect(onUnsent).toHaveBeenLastCalledWith('Two', null);
    },
  );

  it.each(ways)(
    'gives back a message that waits for its chat when that is left %s, and does not send it',
    async (_name, leave) => {
      const { api, chat, onUnsent } = setUpChat();
      void chat.loadChatDetails(id(50));
      const sending = chat.sendMessage('And then?');
      leave(chat);
      await sending;
      expect(onUnsent).toHaveBeenCalledExactlyOnceWith('And then?', null);
      await settle();
      expect(api.turns).toEqual([]);
      expect(chat.$messages.get().map(({ content }) => content)).not.toContain('And then?');
    },
  );

  it('gives nothing back that the server has', async () => {
    const { api, chat, onUnsent } = setUpChat();
    const sending = chat.sendMessage('Hello');
    const turn = await api.turn(0);
    turn.send(parts.start(id(2)), parts.text('Hal'));
    await settle();
    chat.startNewChat();
    await sending;
    expect(onUnsent).not.toHaveBeenCalled();
  });

  it('leaves a running answer running, and does not call it ended', async () => {
    const { api, chat, texts } = setUpChat();
    const stopAnswer = vi.spyOn(api, 'stopAnswer');
    const sending = chat.sendMessage('Hello');
    const turn = await api.turn(0);
    turn.send(parts.start(id(2)), parts.text('Hal'));
    await settle();
    const ends: unknown[] = [];
    chat.$answer.listen(({ state }) => {
      if (state === 'idle') ends.push(texts().at(-1));
    });
    chat.startNewChat();
    await sending;
    expect(ends).toEqual([undefined]);
    expect(turn.signal.aborted).toBe(true);
    expect(stopAnswer).not.toHaveBeenCalled();
  });

  it.each([
    ['interrupted', 'interrupted'],
    ['failed', 'provider_failed'],
  ] as const)('says of an answer that is stored as %s: %s', async (status, code) => {
    const base = createScriptedChatApi();
    const { chat } = setUpChat({
      getChatMessages: async (chatId, options) => ({
        ...(await base.getChatMessages(chatId, options)),
        messages: [message(1), message(2, { status })],
      }),
    });
    await chat.loadChatDetails(id(50));
    expect(chat.$error.get()?.code).toBe(code);
  });

  it('shows the newest branch of a chat, and offers to answer a question that is still open', async () => {
    const { api, chat, texts } = setUpChat({
      getChatMessages: (chatId) =>
        Promise.resolve({
          chat: { id: chatId, title: null, updatedAt: '2026-11-01T10:00:00.000Z' },
          messages: [
            message(1),
            message(2, { content: 'left behind' }),
            message(4, { parentId: id(1), role: 'assistant' }),
            message(5, { parentId: id(4) }),
            message(6, { parentId: id(5), status: 'interrupted', content: 'Hal' }),
          ],
        }),
    });
    await chat.loadChatDetails(id(50));
    expect(texts().map(([, text]) => text)).toEqual(['message 1', 'message 4', 'message 5', 'Hal']);
    expect(texts().at(-1)?.[2]).toBe('interrupted');
    void chat.retry();
    expect((await api.turn(0)).request).toMatchObject({
      messageId: id(5),
      chatId: id(50),
      message: 'message 5',
    });
  });
});
