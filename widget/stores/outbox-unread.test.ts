import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { ChatApiError } from '../api/chat-api-error.ts';
import { pass } from '../testing/ask.ts';
import { writeOffline } from '../testing/browse.ts';
import { createMemoryStorage } from '../testing/memory-storage.ts';
import { id } from '../testing/scripted-chat-api.ts';
import { loadFollower } from './load-follower.ts';
import { createOutboxStorage } from './outbox-storage.ts';

beforeAll(async () => {
  await loadFollower();
});
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it.each(['unauthenticated', 'internal', 'forbidden_origin', 'rate_limited'] as const)(
  'a chat that cannot be read holds up no other, and is not asked for without end: %s',
  async (code) => {
    const around = await writeOffline(undefined, 'One');
    const { before, chatId, kept, asked, server, answer } = around;
    before.close();
    const { getChatMessages } = server.api;
    const reads: string[] = [];
    server.api.getChatMessages = (id, options) => {
      reads.push(id);
      if (id === chatId && !server.isDown) return Promise.reject(new ChatApiError(code));
      return getChatMessages(id, options);
    };
    const after = await around.visit(chatId);
    after.chat.startNewChat();
    await after.chat.sendMessage('Other');
    after.chat.startNewChat();
    await pass(5_000);
    server.isDown = false;
    reads.length = server.requests.length = 0;
    await after.wake();
    await pass(60_000);
    await answer('2');
    await pass(600_000);
    expect(reads.filter((one) => one === chatId).length).toBeLessThan(5);
    expect(asked().map(([text]) => text)).toEqual(['Other']);
    expect(kept()).toEqual(['One']);
  },
);

it('what waits goes out although the page has cleared its storage', async () => {
  const { before, storage, server, answer, asked } = await writeOffline(undefined, 'One', 'Two');
  storage.removeItem('outbox:visitor');
  server.isDown = false;
  await before.wake();
  await pass(20_000);
  await answer('1');
  await pass(20_000);
  await answer('2');
  expect(asked().map(([text]) => text)).toEqual(['One', 'Two']);
  expect(before.said().map(([text]) => text)).toEqual(['Hello', 'Hi', 'One', '1', 'Two', '2']);
});

it('what waits is not pushed out by what was refused', () => {
  const stored = createOutboxStorage(createMemoryStorage(), () => 'visitor');
  const entry = (number: number, refusal?: { code: string; at: string }) => ({
    ...{ chatId: id(900), messageId: id(number), text: 'x', parentId: null, providerId: null },
    ...{ promptId: null, createdAt: '', refusal },
  });
  stored.put(entry(1));
  for (let number = 2; number < 70; number += 1) stored.put(entry(number, { code: 'internal', at: '' }));
  expect(stored.read()?.[0]?.messageId).toBe(id(1));
  expect(stored.read()).toHaveLength(60);
});

it('what was refused in one tab is not sent again from where nobody sees it', async () => {
  const { before, storage, server, asked, kept } = await writeOffline(undefined, 'Bad', 'After');
  before.chat.startNewChat();
  await pass(5_000);
  const read: unknown = JSON.parse(storage.getItem('outbox:visitor') ?? '[]');
  const found: unknown[] = [read].flat();
  const refusal = { code: 'content_filtered', at: new Date().toISOString() };
  storage.setItem(
    'outbox:visitor',
    JSON.stringify(found.map((one, at) => (at === 0 ? Object.assign({}, one, { refusal }) : one))),
  );
  server.isDown = false;
  await before.wake();
  await pass(60_000);
  expect([asked(), kept()]).toEqual([[], ['Bad', 'After']]);
  expect(storage.getItem('outbox:visitor')).toContain('content_filtered');
});
