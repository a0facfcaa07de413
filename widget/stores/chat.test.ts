import { describe, expect, it } from 'vitest';
import { ChatApiError } from '../api/chat-api-error.ts';
import { id, otherProviderId, parts, promptId, providerId } from '../testing/scripted-chat-api.ts';
import { setUpChat, settle } from '../testing/set-up-chat.ts';

describe('a message and its answer', () => {
  it('shows the message at once, streams the answer beside the list and folds it in at the end', async () => {
    const { api, chat, texts } = setUpChat();
    const sending = chat.sendMessage('Hello');
    expect(texts()).toEqual([['user', 'Hello', 'complete']]);
    expect(chat.$answer.get().state).toBe('waiting');

    const turn = await api.turn(0);
    expect(chat.$chatId.get()).toBeNull();
    turn.send(parts.start(id(2), id(9)), parts.text('Hi '), parts.text('there'));
    await settle();
    expect(chat.$answer.get()).toMatchObject({ state: 'streaming', messageId: id(2) });
    expect(chat.$streamingText.get()).toBe('Hi there');
    expect(texts()[1]).toEqual(['assistant', '', 'streaming']);
    expect(chat.$chatId.get()).toBe(id(9));

    turn.send(parts.finish());
    turn.end();
    await sending;
    expect(chat.$answer.get().state).toBe('idle');
    expect(chat.$streamingText.get()).toBe('');
    expect(chat.$messages.get()[1]).toMatchObject({
      id: id(2),
      parentId: chat.$messages.get()[0]?.id,
      content: 'Hi there',
      status: 'complete',
      finishReason: 'stop',
      providerId,
      usage: { inputTokens: 1, outputTokens: 2 },
    });
  });

  it('does not touch the list for a word: two changes an answer, whatever its length', async () => {
    const { api, chat } = setUpChat();
    const sending = chat.sendMessage('Hello');
    const turn = await api.turn(0);
    let changes = 0;
    chat.$messages.listen(() => changes++);
    turn.send(parts.start(id(2)), ...Array.from({ length: 500 }, () => parts.text('word ')), parts.finish());
    turn.end();
    await sending;
    expect(changes).toBe(2);
    expect(chat.$messages.get()[1]?.content).toHaveLength(2_500);
  });

  it('sends the chosen model and prompt, one chat id for a whole new chat, and a new message id each time', async () => {
    const { api, chat, catalog } = setUpChat();
    const first = chat.sendMessage('One');
    const { request } = await api.turn(0);
    expect(request).toMatchObject({ message: 'One', providerId, promptId });
    (await api.turn(0)).end(new ChatApiError('internal'));
    await first;

    catalog.selectProvider(otherProviderId);
    void chat.sendMessage('Two');
    const second = (await api.turn(1)).request;
    expect(second).toMatchObject({ message: 'Two', providerId: otherProviderId, chatId: request.chatId });
    expect(second.messageId).not.toBe(request.messageId);
  });

  it('takes over the title and the quota that the answer brings, also after its end', async () => {
    const { api, chat, quota } = setUpChat();
    const sending = chat.sendMessage('Hello');
    const turn = await api.turn(0);
    turn.send(
      parts.start(id(2), id(9)),
      parts.chat(id(9), 'First words'),
      parts.quota(2),
      parts.text('x'),
      parts.finish(),
    );
    await settle();
    expect(chat.$answer.get().state).toBe('idle');
    turn.send(parts.chat(id(9), 'A better title'));
    turn.end();
    await sending;
    expect(chat.$title.get()).toBe('A better title');
    expect(quota.$quota.get()?.remaining).toBe(2);
  });

  it("drops the late news of an answer when the next message is sent: they are nobody else's", async () => {
    const { api, chat, texts } = setUpChat();
    const first = chat.sendMessage('One');
    const turn = await api.turn(0);
    turn.send(parts.start(id(2), id(9)), parts.text('1'), parts.finish());
    await settle();
    const second = chat.sendMessage('Two');
    await first;
    expect(turn.signal.aborted).toBe(true);
    const next = await api.turn(1);
    next.send(parts.start(id(3), id(9)), parts.text('2'));
    turn.send(parts.chat(id(9), 'Late'), parts.text('1'), parts.finish());
    await settle();
    expect(chat.$answer.get()).toMatchObject({ state: 'streaming', messageId: id(3) });
    expect([chat.$streamingText.get(), chat.$title.get()]).toEqual(['2', null]);
    next.send(parts.finish());
    next.end();
    await second;
    expect(texts().map(([, text]) => text)).toEqual(['One', '1', 'Two', '2']);
  });

  it('keeps a place for an answer without a word', async () => {
    const { api, chat, texts } = setUpChat();
    const sending = chat.sendMessage('Hello');
    const turn = await api.turn(0);
    turn.send(parts.start(id(2)), parts.finish());
    turn.end();
    await sending;
    expect(texts()[1]).toEqual(['assistant', '', 'complete']);
  });

  it.each([
    ['nothing to see', ' \u200b\n', 'invalid_request'],
    ['too many characters', 'a'.repeat(8_001), 'message_too_long'],
  ])('refuses a text with %s before anything is shown', async (_name, text, code) => {
    const { api, chat } = setUpChat();
    await expect(chat.sendMessage(text)).rejects.toMatchObject({ code });
    expect(chat.$messages.get()).toEqual([]);
    expect(api.turns).toEqual([]);
  });

  it('refuses a second message while an answer runs', async () => {
    const { api, chat } = setUpChat();
    void chat.sendMessage('One');
    await api.turn(0);
    await expect(chat.sendMessage('Two')).rejects.toMatchObject({ code: 'turn_in_progress' });
    expect(chat.$messages.get()).toHaveLength(1);
  });
});
