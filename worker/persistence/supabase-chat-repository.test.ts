import { beforeAll, describe, expect, inject, test } from 'vitest';
import type { Caller, User, Visitor } from '../ports/caller.ts';
import type { StartedTurn, TurnEnd, TurnToBegin } from '../ports/chat-repository.ts';
import { insertRows, rows, updateRows } from '../testing/database.ts';
import { offerProvider } from '../testing/offer-provider.ts';
import { signUp } from '../testing/sign-up.ts';
import '../testing/stack.ts';
import { createSupabaseClients } from './supabase-clients.ts';
import { SupabaseChatRepository } from './supabase-chat-repository.ts';

/** Against a real Data API: what there is for whom, and that nothing is lost on the way. */
let chats: SupabaseChatRepository;
let ada: User;
let bob: User;
const visitor: Visitor = { kind: 'visitor', visitorId: crypto.randomUUID(), ipHash: crypto.randomUUID() };
const stranger: Visitor = { kind: 'visitor', visitorId: crypto.randomUUID(), ipHash: crypto.randomUUID() };
const never = new AbortController().signal;
const notFound: unknown = expect.objectContaining({ code: 'not_found' });

async function becomeUser(): Promise<User> {
  const { userId, accessToken } = await signUp();
  return { kind: 'user', userId, accessToken };
}

beforeAll(async () => {
  const { supabaseUrl: url, publishableKey, secretKey } = inject('stack');
  chats = new SupabaseChatRepository(
    createSupabaseClients({ url, publishableKey, secretKey }, (input, init) => fetch(input, init)),
  );
  [ada, bob] = await Promise.all([becomeUser(), becomeUser()]);
});

async function begin(caller: Caller, changes: Partial<TurnToBegin> = {}): Promise<StartedTurn> {
  const turn = await chats.beginTurn(caller, {
    messageId: crypto.randomUUID(),
    content: 'Hello',
    providerId: changes.providerId ?? (await offerProvider()),
    promptId: null,
    chatId: null,
    parentId: null,
    isRegeneration: false,
    isLost: false,
    title: 'Hello',
    ...changes,
  });
  if (turn.state !== 'started') throw new Error(`The turn is ${turn.state}`);
  return turn;
}

function ending(turn: StartedTurn, providerId: string, changes: Partial<TurnEnd> = {}): TurnEnd {
  return {
    answerId: turn.answerId,
    status: 'complete',
    content: 'Hi',
    finishReason: 'stop',
    errorCode: null,
    providerId,
    wantsTitle: false,
    hasBegun: true,
    uncountedReads: 0,
    usage: { inputTokens: 10, outputTokens: 20 },
    ...changes,
  };
}

describe('a chat', () => {
  test('is renamed by its owner alone, and keeps its place', async () => {
    const { chatId } = await begin(ada);
    await updateRows(`chats?id=eq.${chatId}`, { updated_at: '2020-01-01T00:00:00Z' });
    const renamed = await chats.renameChat(ada, chatId, 'Mine \0');
    expect(renamed).toEqual({ id: chatId, title: 'Mine ', updatedAt: '2020-01-01T00:00:00.000Z' });
    await expect(chats.renameChat(bob, chatId, 'His')).rejects.toEqual(notFound);
    await expect(chats.renameChat(ada, crypto.randomUUID(), 'Whose?')).rejects.toEqual(notFound);
    expect(await rows(`chats?id=eq.${chatId}`)).toMatchObject([{ title: 'Mine ', title_source: 'user' }]);
  });

  test('is deleted by its owner alone, once', async () => {
    const { chatId } = await begin(ada);
    await expect(chats.deleteChat(bob, chatId)).rejects.toEqual(notFound);
    await chats.deleteChat(ada, chatId);
    await expect(chats.deleteChat(ada, chatId)).rejects.toEqual(notFound);
    expect(await rows(`chat_messages?chat_id=eq.${chatId}`)).toEqual([]);
  });

  test('is read whole, however long it is', async () => {
    const { chatId, userMessage } = await begin(ada);
    const long = Array.from({ length: 2_100 }, (_, n) => ({
      chat_id: chatId,
      role: 'user',
      content: String(n),
    }));
    await insertRows('chat_messages', long);
    const { chat, messages } = await chats.getWholeChat(ada, chatId);
    expect(chat).toMatchObject({ id: chatId, title: 'Hello' });
    expect(messages.slice(0, 1)).toEqual([userMessage]);
    expect(messages.slice(2).map(({ content }) => content)).toEqual(long.map(({ content }) => content));
    await expect(chats.getWholeChat(bob, chatId)).rejects.toEqual(notFound);
  });
});

describe('the history', () => {
  test('is searched page by page', async () => {
    const user = await becomeUser();
    const titles = ['Tea in Łódź', 'Coffee', 'More tea', 'TEA again'];
    for (const title of titles) await begin(user, { title, content: 'So' });
    const first = await chats.listChats(user, { limit: 2, cursor: null, search: 'tea' });
    expect(first.chats.map(({ title }) => title)).toEqual(['TEA again', 'More tea']);
    const second = await chats.listChats(user, { limit: 2, cursor: first.next, search: 'tea' });
    expect(second.chats.map(({ title }) => title)).toEqual(['Tea in Łódź']);
    expect(second.next).toBeNull();
    expect((await chats.listChats(user, { limit: 9, cursor: null, search: 'łÓDŹ' })).chats).toHaveLength(1);
    expect((await chats.listChats(bob, { limit: 9, cursor: null, search: 'tea' })).chats).toEqual([]);
    expect((await chats.listChats(user, { limit: 9, cursor: null, search: null })).chats).toHaveLength(4);
  });
});

describe('a running answer', () => {
  test.each([
    ['a user', () => ada, () => bob],
    ['a visitor', () => visitor, () => stranger],
  ])('of %s is found by its owner, and what is stored of it in its chat', async (_who, owner, other) => {
    const { answerId, chatId } = await begin(owner());
    await chats.checkpointTurn(answerId, 'Half \0a \ud83d');
    const { messages } = await chats.getChat(owner(), chatId);
    const [, stored] = messages;
    expect(stored).toMatchObject({ id: answerId, content: 'Half a \ufffd', status: 'streaming' });
    const running = await chats.findRunningAnswers(owner(), chatId);
    expect(running).toEqual([{ id: answerId, createdAt: stored?.createdAt }]);
    await expect(chats.findRunningAnswers(other(), chatId)).rejects.toEqual(notFound);
  });

  test('is one of several, in the branches of a chat', async () => {
    const { answerId, chatId } = await begin(ada);
    const other = await begin(ada, { chatId, parentId: chatId });
    const running = await chats.findRunningAnswers(ada, chatId);
    expect(running.map(({ id }) => id)).toEqual([other.answerId, answerId]);
  });

  test('that has ended is none, and no checkpoint changes it', async () => {
    const providerId = await offerProvider();
    const turn = await begin(ada, { providerId });
    await chats.finishTurn(ending(turn, providerId), never);
    await chats.checkpointTurn(turn.answerId, 'Late');
    expect(await chats.findRunningAnswers(ada, turn.chatId)).toEqual([]);
    expect(await rows(`chat_messages?id=eq.${turn.answerId}`)).toMatchObject([{ content: 'Hi' }]);
  });

  test('is what a repeated message is told, even when nothing is heard of it, unless it is known to be lost', async () => {
    const turn = await begin(ada);
    const { chatId, userMessage, answerId } = turn;
    const [running] = await chats.findRunningAnswers(ada, chatId);
    const sendAgain = async (isLost: boolean) =>
      chats.beginTurn(ada, {
        messageId: userMessage.id,
        content: 'Hello',
        providerId: await offerProvider(),
        promptId: null,
        chatId,
        parentId: null,
        isRegeneration: false,
        isLost,
        title: 'Hello',
      });
    expect(await sendAgain(true)).toEqual({ state: 'running', answer: running });
    await updateRows(`usage?answer_id=eq.${answerId}`, { expires_at: new Date().toISOString() });
    expect(await sendAgain(false)).toEqual({ state: 'running', answer: running });
    expect(await sendAgain(true)).toMatchObject({ state: 'started' });
  });

  test('lives by its checkpoints', async () => {
    const turn = await begin(ada);
    await updateRows(`usage?answer_id=eq.${turn.answerId}`, { expires_at: new Date().toISOString() });
    expect(await chats.findRunningAnswers(ada, turn.chatId)).toEqual([]);
    await chats.checkpointTurn(turn.answerId, '');
    expect(await chats.findRunningAnswers(ada, turn.chatId)).toMatchObject([{ id: turn.answerId }]);
  });
});

describe('an end', () => {
  test.each([
    ['of a model that thought costs all that was reserved', true, 0, 'reserved_micro_usd'],
    ['of two requests that were read costs their input', false, 2, 'input_tokens'],
  ])('%s', async (_what, hasBegun, uncountedReads, column) => {
    const price = { input: 1_000_000, output: 2_000_000 };
    const providerId = await offerProvider({ price });
    const turn = await begin(ada, { providerId });
    const end = { status: 'failed', content: '', errorCode: 'provider_timeout', usage: null } as const;
    const { costMicroUsd } = await chats.finishTurn(
      ending(turn, providerId, { ...end, hasBegun, uncountedReads }),
      never,
    );
    expect(costMicroUsd).toBeGreaterThan(0);
    expect(await rows(`usage?answer_id=eq.${turn.answerId}`)).toMatchObject([{ [column]: costMicroUsd }]);
  });

  test('without a text keeps what was stored of it, by the provider that was asked', async () => {
    const providerId = await offerProvider();
    const turn = await begin(ada, { providerId });
    await chats.checkpointTurn(turn.answerId, 'Half a');
    const end = {
      status: 'interrupted',
      content: null,
      providerId: null,
      finishReason: null,
      usage: null,
    } as const;
    const { answer, costMicroUsd } = await chats.finishTurn(ending(turn, providerId, end), never);
    expect(answer).toMatchObject({ status: 'interrupted', content: 'Half a', providerId });
    expect(costMicroUsd).toBeGreaterThan(0);
    expect(await rows(`chat_messages?id=eq.${turn.answerId}`)).toMatchObject([{ error_code: 'interrupted' }]);
  });

  test('says whose answer it was', async () => {
    const fallback = await offerProvider();
    const turn = await begin(ada, { providerId: await offerProvider({ fallback }) });
    const { answer } = await chats.finishTurn(ending(turn, fallback), never);
    expect(answer).toMatchObject({ providerId: fallback, content: 'Hi' });
  });

  test('gives rise to one title, which is settled once', async () => {
    const providerId = await offerProvider();
    const turn = await begin(ada, { providerId });
    const { titleId } = await chats.finishTurn(ending(turn, providerId, { wantsTitle: true }), never);
    const usage = { inputTokens: 30, outputTokens: 5 };
    expect(await chats.finishTitle({ titleId: titleId!, title: 'A \0greeting', usage })).toBe('A greeting');
    expect(await chats.finishTitle({ titleId: titleId!, title: 'Another', usage })).toBe('A greeting');
    expect(await rows(`usage?id=eq.${titleId!}`)).toMatchObject([
      { kind: 'title', state: 'settled', input_tokens: 30 },
    ]);
    const next = await begin(ada, { providerId, chatId: turn.chatId });
    expect(await chats.finishTurn(ending(next, providerId, { wantsTitle: true }), never)).toMatchObject({
      titleId: null,
    });
  });
});
