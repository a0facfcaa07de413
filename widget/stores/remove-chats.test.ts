import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ChatApiError } from '../api/chat-api-error.ts';
import { createHttpChatApi } from '../api/http-chat-api.ts';
import { pass } from '../testing/ask.ts';
import { id } from '../testing/scripted-chat-api.ts';
import { chatOf, createScriptedManagement } from '../testing/scripted-management.ts';
import { setUp, user } from '../testing/set-up-stores.ts';
import { createDrafts } from './drafts.ts';
import { createHistory } from './history.ts';
import { loadFollower } from './load-follower.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** An open list of one person, over HTTP, and what went out. Nothing is deleted in less than 6 s. */
async function setUpHttp(replies: Readonly<Record<string, number>> = {}) {
  const who = { token: 'anns' as string | null };
  const listed = { chats: [chatOf(2), chatOf(1)], nextCursor: null };
  const deletions: (string | null)[] = [];
  const fetchIt: typeof fetch = (_address, { method, headers } = {}) => {
    const token = new Headers(headers).get('authorization');
    if (method === 'DELETE') deletions.push(token);
    const status = method === 'DELETE' ? (replies[token ?? ''] ?? 204) : 200;
    return Promise.resolve(new Response(status === 204 ? null : JSON.stringify(listed), { status }));
  };
  const api = createHttpChatApi(
    {
      apiUrl: 'https://worker.example',
      getAccessToken: () => Promise.resolve(who.token),
      sendAsVisitor: (exchange) => exchange(null),
      fetch: fetchIt,
      isOnline: () => true,
    },
    () => import('./follower.ts'),
  );
  await api.loadManagement();
  const history = createHistory({ api });
  const loading = history.loadChatHistory();
  await vi.waitFor(() => {
    expect(history.$history.get().state).toBe('ready');
  });
  await loading;
  return { who, history, deletions };
}

describe('the name in which a chat is deleted', () => {
  it('is that of who asked, when somebody else is signed in by the time it is', async () => {
    const { who, history, deletions } = await setUpHttp();
    history.remove(id(2));
    await pass(5_000);
    who.token = 'bobs';
    await pass(1_000);
    expect(deletions).toEqual(['Bearer anns']);
  });

  it.each([['bobs'], [null]])('is that of who asked, when they sign out before (then %s)', async (next) => {
    const { who, history, deletions } = await setUpHttp();
    history.remove(id(2));
    await pass(0);
    who.token = next;
    history.clear();
    await pass(10_000);
    expect(deletions).toEqual(['Bearer anns']);
  });

  it('is nobody’s when it is not known before another person has come: nothing is deleted, or said to be', async () => {
    const { who, history, deletions } = await setUpHttp();
    const deleted = vi.fn();
    history.$notice.listen(deleted);
    who.token = 'bobs';
    history.remove(id(2));
    history.clear();
    await pass(10_000);
    expect(deletions).toEqual([]);
    expect(deleted).not.toHaveBeenCalled();
  });

  it('is not tried without a token, nor again with a newer one: the chat is back, and it is said', async () => {
    for (const [token, replies, sent] of [
      [null, {}, []],
      ['anns', { 'Bearer anns': 401 }, ['Bearer anns']],
    ] as const) {
      const { who, history, deletions } = await setUpHttp(replies);
      who.token = token;
      history.remove(id(2));
      await pass(0);
      who.token = 'newer';
      await pass(6_000);
      expect(deletions).toEqual(sent);
      await vi.waitFor(() => {
        expect(history.$notice.get()).toBe('deleteFailed');
      });
      expect(history.$history.get().chats).toHaveLength(2);
    }
  });
});

/** A user who has left the chat 70 with a message on its way and a draft, and has removed it. The server waits for the test. */
async function removeUnsent() {
  await loadFollower();
  const server = createScriptedManagement([chatOf(71), chatOf(70)]);
  const around = setUp(user, server.api());
  const { api, chat, storage } = around;
  await chat.loadChatDetails(id(70));
  void chat.sendMessage('More');
  await api.turn(0);
  const getPerson = () => id(1);
  const drafts = createDrafts({ storage, getPerson });
  drafts.write(id(70), '0', 'Half a thought');
  drafts.write(id(71), '0', 'Another');
  drafts.flush();
  const history = await around.history.load();
  await history.loadChatHistory();
  server.isHolding = true;
  server.calls.length = 0;
  history.remove(id(70));
  await pass(0);
  /** What is written down of the person: the texts that wait, and the drafts of both chats. */
  const written = () => [
    storage.getItem(`outbox:${id(1)}`)?.includes('More') ?? false,
    ...[70, 71].map((number) => createDrafts({ storage, getPerson }).read(id(number), '0')),
  ];
  return { ...around, server, history, written };
}

const kept = [true, 'Half a thought', 'Another'];
const forgotten = [false, '', 'Another'];

describe('what was written in a chat', () => {
  it('is there as long as its removal can be undone, and is forgotten when it is deleted', async () => {
    const { server, storage, written } = await removeUnsent();
    expect(written()).toEqual(kept);
    const before = storage.getItem(`outbox:${id(1)}`) ?? '';
    await pass(6_000);
    expect(server.held.map(({ what }) => what)).toEqual([`delete ${id(70)}`]);
    expect(written()).toEqual(forgotten);
    // What is tried again in between is written down again.
    storage.setItem(`outbox:${id(1)}`, before);
    server.held[0]?.succeed();
    await pass(0);
    expect(written()).toEqual(forgotten);
  });

  it('is forgotten when the page goes away, and no later page sends it into the chat that is gone', async () => {
    const { server, history, storage, written } = await removeUnsent();
    history.leave();
    // A page that goes away runs no task, and hears of no reply.
    for (let microtask = 0; microtask < 5; microtask += 1) await Promise.resolve();
    expect(server.calls).toEqual([`delete ${id(70)} at last`]);
    expect(written()).toEqual(forgotten);
    const getChatMessages = () => Promise.reject(new ChatApiError('not_found'));
    const later = setUp(user, { getChatMessages }, storage);
    later.start();
    await later.chat.loadChatDetails(id(70)).catch(() => undefined);
    await pass(5_000);
    expect(later.api.turns).toEqual([]);
  });

  it.each([
    ['not into a chat that is deleted', 1],
    ['into one that is there again', 2],
  ])('is sent again out of sight when a connection breaks, %s', async (_what, sent) => {
    const { server, api, history, written } = await removeUnsent();
    if (sent > 1) history.undoRemove();
    await pass(6_000);
    server.held[0]?.succeed();
    await pass(0);
    const more = () => api.turns.slice(1).map(({ request }) => 'message' in request && request.message);
    expect(more()).toEqual(['More']);
    api.turns[1]?.end(new ChatApiError('interrupted'));
    await pass(30_000);
    expect([more(), written()]).toEqual(sent > 1 ? [['More', 'More'], kept] : [['More'], forgotten]);
  });

  it('is forgotten for who deleted it, whoever is there by then', async () => {
    const { server, start, $session, storage, written } = await removeUnsent();
    const end = start();
    const theirs = storage.getItem(`outbox:${id(1)}`) ?? '';
    storage.setItem('outbox:visitor', theirs);
    $session.set({ state: 'visitor' });
    await pass(0);
    server.held[0]?.succeed();
    await pass(0);
    expect(written()).toEqual(forgotten);
    expect(storage.getItem('outbox:visitor')).toBe(theirs);
    end();
  });

  it.each([['stays'], ['is left, and kept by the browser'], ['goes to a visitor']])(
    'is there again when the chat could not be deleted and the page %s',
    async (how) => {
      const { server, history, start, $session, written } = await removeUnsent();
      const end = start();
      if (how === 'stays') await pass(6_000);
      else if (how === 'goes to a visitor') $session.set({ state: 'visitor' });
      else history.leave();
      await pass(0);
      expect(written()).toEqual(forgotten);
      for (const call of server.held.filter(({ what }) => what.startsWith('delete'))) call.fail();
      await pass(300);
      expect(written()).toEqual(kept);
      end();
    },
  );

  it('is not touched when nothing is deleted: its code could not be had', async () => {
    const { server, history, written } = await removeUnsent();
    history.undoRemove();
    server.hasCode = false;
    history.remove(id(70));
    await pass(6_000);
    expect(server.calls).toEqual([]);
    expect(written()).toEqual(kept);
  });
});
