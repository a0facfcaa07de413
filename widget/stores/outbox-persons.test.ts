import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { ChatApiError } from '../api/chat-api-error.ts';
import { pass } from '../testing/ask.ts';
import { browse, silence, visitor, writeOffline } from '../testing/browse.ts';
import { id } from '../testing/scripted-chat-api.ts';
import { user } from '../testing/set-up-stores.ts';
import type { SessionState } from './current-session.ts';
import { loadFollower } from './load-follower.ts';

beforeAll(async () => {
  await loadFollower();
});
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const ann = id(1);
const bob: SessionState = { state: 'user', userId: id(2) };
const next: [string, SessionState][] = [['a visitor', visitor], ['another user', bob]]; // prettier-ignore

describe.each(next)('what a user has sent when %s comes', (_who, other) => {
  it('without a connection, is shown to nobody, and goes out once when they are there again', async () => {
    const { before, server, kept, ids, answer, asked, chatId } = await writeOffline(user, 'One', 'Two');
    before.$session.set(other);
    expect(before.said()).toEqual([]);
    expect(kept(ann)).toEqual(['One', 'Two']);
    server.isDown = false;
    await before.wake();
    await pass(120_000);
    expect([asked(), before.said(), before.chat.$queuedIds.get().size]).toEqual([[], [], 0]);
    before.$session.set(user);
    await pass(20_000);
    await answer('1');
    await pass(20_000);
    await answer('2');
    expect(before.said().map(([text]) => text)).toEqual(['Hello', 'Hi', 'One', '1', 'Two', '2']);
    expect(server.requests.map(({ messageId }) => messageId)).toEqual(ids);
    expect(before.chat.$chatId.get()).toBe(chatId);
    expect(before.onUnsent).not.toHaveBeenCalled();
    expect(kept(ann)).toEqual([]);
  });

  it('and the server has not taken yet, waits for them, and goes out under the same id', async () => {
    const { server, visit, kept, answer } = browse(user);
    const { sendChatMessage } = server.api;
    const sent: (string | undefined)[] = [];
    let isSlow = true;
    server.api.sendChatMessage = (request, options) => {
      sent.push(request.messageId);
      return isSlow ? silence() : sendChatMessage(request, options);
    };
    const page = await visit();
    void page.chat.sendMessage('One');
    await pass(0);
    page.$session.set(other);
    expect([kept(ann), page.said()]).toEqual([['One'], []]);
    expect(page.onUnsent).not.toHaveBeenCalled();
    isSlow = false;
    page.$session.set(user);
    await pass(20_000);
    await answer('1');
    expect(page.said().map(([text]) => text)).toEqual(['One', '1']);
    expect(sent).toEqual([sent[0], sent[0]]);
  });

  it('and was refused, or waits for its chat to be loaded, is kept for them', async () => {
    const { server, visit, kept } = browse(user);
    server.api.getChatMessages = () => new Promise(() => undefined);
    const page = await visit();
    server.refusal = new ChatApiError('content_filtered');
    await page.chat.sendMessage('Refused');
    page.$session.set(other);
    expect(kept(ann)).toEqual(['Refused']);
    page.$session.set(user);
    page.chat.startNewChat();
    void page.chat.loadChatDetails(id(50));
    void page.chat.sendMessage('Too early');
    await pass(0);
    page.$session.set(other);
    expect(kept(ann)).toEqual(['Refused', 'Too early']);
    expect(page.onUnsent).not.toHaveBeenCalled();
  });

  it('and fails only then, is told to nobody', async () => {
    const { before } = await writeOffline(user);
    await expect(before.chat.editMessage(id(77), 'Mine')).rejects.toBeInstanceOf(ChatApiError);
    const editing = before.chat.editMessage(id(77), 'Mine');
    before.$session.set(other);
    await expect(editing).resolves.toBeUndefined();
  });
});

describe('what a visitor has sent without a connection', () => {
  it('is given back to them when they sign in, and is the visitor’s no more', async () => {
    const { before, kept } = await writeOffline(visitor, 'One');
    before.$session.set(user);
    expect(before.onUnsent).toHaveBeenCalledExactlyOnceWith('One', expect.objectContaining({ code: 'session_changed' })); // prettier-ignore
    expect([kept(), kept(ann)]).toEqual([[], []]);
  });
});

describe('what waits in two tabs', () => {
  it('is not sent by one when it was taken back in the other', async () => {
    const around = await writeOffline(visitor, 'One', 'Two', 'Three');
    const { before, chatId, visit, asked, server, answer } = around;
    const other = await visit(chatId);
    expect([other.chat.takeBack(), other.chat.takeBack()]).toEqual(['Three', 'Two']);
    other.close();
    server.isDown = false;
    await before.wake();
    await answer('1');
    await pass(120_000);
    expect(asked()).toEqual([['One', chatId]]);
    expect(before.said().map(([text]) => text)).toEqual(['Hello', 'Hi', 'One', '1']);
    expect([before.chat.$queuedIds.get().size, before.chat.$answer.get().state]).toEqual([0, 'idle']);
  });

  it('is shown by one as sent when the other has sent it, and the rest follows', async () => {
    const around = await writeOffline(visitor, 'One', 'Two');
    const { before, chatId, visit, asked, server, answer } = around;
    const other = await visit(chatId);
    server.isDown = false;
    await other.wake();
    await pass(20_000);
    await answer('1');
    other.close();
    server.requests.length = 0;
    await before.wake();
    await pass(20_000);
    await answer('2');
    await pass(60_000);
    expect(before.said().map(([text]) => text)).toEqual(['Hello', 'Hi', 'One', '1', 'Two', '2']);
    expect(asked().map(([text]) => text)).not.toContain('One');
  });
});
