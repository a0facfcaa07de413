import fc from 'fast-check';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Message } from '../../protocol/message.ts';
import { siblingsOn, visibleBranch } from '../../protocol/visible-branch.ts';
import { ChatApiError } from '../api/chat-api-error.ts';
import { pass } from '../testing/ask.ts';
import { id, message, parts, quotaOf } from '../testing/scripted-chat-api.ts';
import { setUpChat } from '../testing/set-up-chat.ts';
import { talk } from '../testing/talk.ts';
import { AnonymousLimitReachedError } from './anonymous-limit-reached-error.ts';
import { loadFollower } from './load-follower.ts';

beforeAll(async () => {
  await loadFollower();
});
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const idsOf = (messages: readonly { id: string }[]) => messages.map((one) => one.id);

/** A chat with these messages on the server, loaded. */
async function open(messages: readonly Message[]) {
  const server = { messages };
  const around = setUpChat({
    getChatMessages: (chatId) =>
      Promise.resolve({
        chat: { id: chatId, title: 'A chat', updatedAt: '2026-11-01T10:00:00.000Z' },
        messages: [...server.messages],
      }),
  });
  await around.chat.loadChatDetails(id(900));
  const shown = () => idsOf(around.chat.$messages.get());
  return { server, shown, ...around };
}

/** Any chat that is answered: questions follow answers, answers follow questions, each may have several. */
const chats = fc
  .array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 3 })), { minLength: 1, maxLength: 8 })
  .map((turns) => {
    const messages: Message[] = [];
    for (const [pick, answers] of turns) {
      const leaves = messages.filter(({ role }) => role === 'assistant');
      const above = leaves[pick % (leaves.length + 1)]?.id ?? null;
      const question = message(1, { id: id(messages.length + 1), parentId: above });
      messages.push(question);
      for (let count = 0; count < answers; count += 1)
        messages.push(message(2, { id: id(messages.length + 1), parentId: question.id }));
    }
    return messages;
  });

describe('a chat with branches', () => {
  it('shows the newest at first, any other on demand, and stays on it when it is asked for again', async () => {
    await fc.assert(
      fc.asyncProperty(chats, async (messages) => {
        const { chat, shown } = await open(messages);
        expect(shown()).toEqual(idsOf(visibleBranch(messages)));
        for (const { id: through } of messages) {
          chat.showBranch(through);
          const branch = visibleBranch(messages, through);
          expect(shown()).toEqual(idsOf(branch));
          expect(chat.$siblings.get()).toEqual(siblingsOn(branch, messages));
          const before = chat.$messages.get();
          await chat.refresh();
          expect(chat.$messages.get()).toBe(before);
          expect(chat.$answer.get()).toEqual({ state: 'idle' });
        }
      }),
      { numRuns: 60 },
    );
  });

  const forked = [message(1), message(2), message(3), message(4), message(5, { parentId: id(2) })];

  it('names what a message follows on an older branch, and nothing on the newest', async () => {
    const { api, chat, shown } = await open(forked);
    chat.showBranch(id(3));
    const older = chat.sendMessage('Further');
    expect((await api.turn(0)).request).toMatchObject({ message: 'Further', parentId: id(4) });
    expect(chat.$messages.get().at(-1)).toMatchObject({ content: 'Further', parentId: id(4) });
    const turn = await api.turn(0);
    turn.send(parts.start(id(6), id(900)), parts.text('Yes'), parts.finish());
    turn.end();
    await older;
    // That is the newest now.
    void chat.sendMessage('And on');
    expect((await api.turn(1)).request).not.toHaveProperty('parentId');
    expect(shown().slice(0, 4)).toEqual([id(1), id(2), id(3), id(4)]);
  });

  it('goes on with the branch it is on, and not with one that was begun elsewhere', async () => {
    const { server, api, chat, shown } = await open([message(1), message(2)]);
    server.messages = [message(1), message(2), message(3, { id: id(30), parentId: null }), message(4, { parentId: id(30), status: 'streaming', content: 'Run' })]; // prettier-ignore
    const resume = vi.spyOn(api, 'resumeAnswer');
    await chat.refresh();
    expect(shown()).toEqual([id(1), id(2)]);
    expect(resume).not.toHaveBeenCalled();
    expect(chat.$siblings.get().get(id(1))).toEqual([id(1), id(30)]);
    server.messages = [...server.messages, message(5, { parentId: id(2) }), message(6)];
    await chat.refresh();
    expect(shown()).toEqual([id(1), id(2), id(5), id(6)]);
  });

  it('has each message where the server has it, wherever it was thought to be', async () => {
    const { server, api, chat, shown } = await open([message(1), message(2)]);
    const sending = chat.sendMessage('More');
    const turn = await api.turn(0);
    turn.send(parts.start(id(4), id(900)), parts.text('Yes'), parts.finish());
    turn.end();
    await sending;
    const asked = turn.request.messageId ?? '';
    server.messages = [...server.messages, message(1, { id: id(30), parentId: id(2) }), message(2, { id: id(31), parentId: id(30) }), message(1, { id: asked, parentId: id(31), content: 'More' }), message(2, { id: id(4), parentId: asked, content: 'Yes' })]; // prettier-ignore
    await chat.refresh();
    expect(shown()).toEqual([id(1), id(2), id(30), id(31), asked, id(4)]);
  });

  it('shows what was thought of an answer elsewhere', async () => {
    const { server, chat } = await open([message(1), message(2)]);
    server.messages = [message(1), message(2, { feedback: { rating: 'up', comment: null } })];
    await chat.refresh();
    expect(chat.$messages.get()[1]?.feedback).toEqual({ rating: 'up', comment: null });
    const before = chat.$messages.get();
    server.messages = [message(1), message(2, { feedback: { rating: 'up', comment: null } })];
    await chat.refresh();
    expect(chat.$messages.get()).toBe(before);
  });

  it('takes the better answer that a question got elsewhere for the one that broke off here', async () => {
    const { server, chat, shown } = await open([message(1), message(2, { status: 'interrupted' })]);
    expect(chat.$answer.get()).toMatchObject({ state: 'failed', userMessageId: id(1) });
    server.messages = [...server.messages, message(2, { id: id(30) })];
    await chat.refresh();
    expect(shown()).toEqual([id(1), id(30)]);
    expect(chat.$answer.get()).toEqual({ state: 'idle' });
    chat.showBranch(id(2));
    await chat.refresh();
    expect(shown()).toEqual([id(1), id(2)]);
  });

  it('joins the answer that runs on an older branch, by its name', async () => {
    const running = message(2, { id: `000000ab${id(2).slice(8)}`, status: 'streaming', content: 'On' });
    const { api, chat } = await open([message(1), running, message(3, { id: id(30), parentId: null })]);
    const resume = vi.spyOn(api, 'resumeAnswer');
    chat.showBranch(id(1));
    await pass(0);
    expect(resume.mock.calls[0]).toMatchObject([id(900), { lastEventId: '1-000000ab' }]);
    expect(chat.$streamingText.get()).toBe('On');
    expect(chat.$answer.get()).toMatchObject({ state: 'streaming', isJoined: true });
    chat.startNewChat();
  });

  it('stays where it is while an answer runs, and for what is not known', async () => {
    const { api, chat, shown } = await open(forked);
    const before = shown();
    chat.showBranch(id(77));
    void chat.sendMessage('More');
    await api.turn(0);
    chat.showBranch(id(3));
    expect(shown().slice(0, -1)).toEqual(before);
  });

  it('says what is owed on each branch, and offers what is refused to be written again', async () => {
    const { api, chat, onUnsent, shown } = await open([message(1), message(2, { status: 'interrupted' }), message(3, { parentId: null, id: id(30) }), message(4, { parentId: id(30) })]); // prettier-ignore
    expect(chat.$answer.get()).toEqual({ state: 'idle' });
    const sending = chat.sendMessage('More');
    (await api.turn(0)).end(new ChatApiError('rate_limited'));
    await sending;
    chat.showBranch(id(1));
    expect(chat.$answer.get()).toMatchObject({ state: 'failed', userMessageId: id(1), canRetry: true });
    expect(onUnsent).toHaveBeenCalledExactlyOnceWith('More', null);
    chat.showBranch(id(30));
    expect(shown()).toEqual([id(30), id(4)]);
    expect(chat.$answer.get()).toEqual({ state: 'idle' });
  });
});

describe('editing a message', () => {
  it('puts a sibling in its place, and keeps what was there a branch away', async () => {
    const { chat, server, said } = await talk();
    const [first, answer] = idsOf(chat.$messages.get());
    const editing = chat.editMessage(first ?? '', 'Goodbye');
    await pass(0);
    expect(said()).toEqual(['Goodbye']);
    expect(server.requests[1]).toMatchObject({ message: 'Goodbye', parentId: chat.$chatId.get() });
    server.tell('Bye');
    server.finish();
    await pass(0);
    await editing;
    expect(said()).toEqual(['Goodbye', 'Bye']);
    const edited = chat.$messages.get()[0]?.id ?? '';
    expect(chat.$siblings.get()).toEqual(new Map([[edited, [first, edited]]]));
    chat.showBranch(first ?? '');
    expect(idsOf(chat.$messages.get())).toEqual([first, answer]);
    await chat.refresh();
    expect(said()).toEqual(['Hello', 'Hi']);
    chat.showBranch(edited);
    expect(said()).toEqual(['Goodbye', 'Bye']);
  });

  it('names the parent of what it stands beside, in the middle of a chat', async () => {
    const { api, chat, shown } = await open([message(1), message(2), message(3), message(4)]);
    void chat.editMessage(id(3), 'Otherwise');
    expect((await api.turn(0)).request).toMatchObject({ message: 'Otherwise', parentId: id(2) });
    expect(shown().slice(0, -1)).toEqual([id(1), id(2)]);
  });

  it.each([
    ['nothing to see', ' ', 'invalid_request'],
    ['too much of it', 'a'.repeat(8_001), 'message_too_long'],
  ])('refuses a text with %s, and changes nothing', async (_name, text, code) => {
    const { api, chat } = await open([message(1), message(2)]);
    const before = chat.$messages.get();
    await expect(chat.editMessage(id(1), text)).rejects.toMatchObject({ code });
    await expect(chat.editMessage(id(2), 'An answer')).rejects.toMatchObject({ code: 'invalid_request' });
    expect([chat.$messages.get(), api.turns]).toEqual([before, []]);
  });

  it('leaves everything as it was when it meets the limit, known before or not', async () => {
    const { api, chat, quota } = await open([message(1), message(2), message(3), message(4), message(5, { parentId: id(2), id: id(50) })]); // prettier-ignore
    chat.showBranch(id(3));
    const before = chat.$messages.get();
    const editing = chat.editMessage(id(3), 'Otherwise');
    (await api.turn(0)).end(new ChatApiError('anonymous_limit_reached', { quota: quotaOf(0) }));
    const error = await editing.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(AnonymousLimitReachedError);
    expect(error).toMatchObject({ pending: { message: 'Otherwise' } });
    expect(chat.$messages.get()).toEqual(before);
    quota.set(quotaOf(0));
    await expect(chat.editMessage(id(3), 'Again')).rejects.toBeInstanceOf(AnonymousLimitReachedError);
    expect(chat.$messages.get()).toEqual(before);
    expect(chat.$siblings.get().get(id(3))).toEqual([id(3), id(50)]);
    expect(api.turns).toHaveLength(1);
  });

  it('waits for an answer that runs', async () => {
    const { api, chat } = await open([message(1), message(2)]);
    void chat.sendMessage('More');
    await api.turn(0);
    await expect(chat.editMessage(id(1), 'x')).rejects.toMatchObject({ code: 'turn_in_progress' });
    await expect(chat.regenerate(id(2))).rejects.toMatchObject({ code: 'turn_in_progress' });
  });

  it('is sent again under its id, in its place, when it was refused; or taken back, and all is as it was', async () => {
    const { api, chat, shown } = await open([message(1), message(2), message(3), message(4)]);
    const editing = chat.editMessage(id(3), 'Otherwise');
    (await api.turn(0)).end(new ChatApiError('rate_limited'));
    await editing;
    const edited = shown().at(-1) ?? '';
    expect(chat.$siblings.get().get(edited)).toEqual([id(3), edited]);
    await chat.refresh();
    expect(shown()).toEqual([id(1), id(2), edited]);
    const retrying = chat.retry();
    const again = await api.turn(1);
    expect(again.request).toEqual(api.turns[0]?.request);
    again.end(new ChatApiError('rate_limited'));
    await retrying;
    expect(chat.takeBack()).toBe('Otherwise');
    expect(shown()).toEqual([id(1), id(2), id(3), id(4)]);
    expect(chat.$siblings.get().size).toBe(0);
  });

  it('loses no word of its answer with its connection', async () => {
    const { chat, server, said } = await talk();
    const editing = chat.editMessage(chat.$messages.get()[0]?.id ?? '', 'Goodbye');
    await pass(0);
    server.tell('By');
    await pass(0);
    server.cut();
    server.tell('e');
    server.finish();
    await pass(300);
    await editing;
    expect(said()).toEqual(['Goodbye', 'Bye']);
    expect(server.answers).toHaveLength(2);
  });
});
