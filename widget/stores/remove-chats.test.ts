import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createHttpChatApi } from '../api/http-chat-api.ts';
import { pass } from '../testing/ask.ts';
import { id } from '../testing/scripted-chat-api.ts';
import { chatOf } from '../testing/scripted-management.ts';
import { createHistory } from './history.ts';

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
