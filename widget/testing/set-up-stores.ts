import { atom } from 'nanostores';
import { type Mock, vi } from 'vitest';
import type { ChatApiError } from '../api/chat-api-error.ts';
import type { ChatApi } from '../api/chat-api.ts';
import { type ChatChannel, silentChannel } from '../stores/chat-channel.ts';
import { createStores } from '../stores/create-stores.ts';
import type { SessionState } from '../stores/current-session.ts';
import type { KeyValueStorage } from '../stores/key-value-storage.ts';
import type { Place } from '../stores/resume-chat.ts';
import { createMemoryStorage } from './memory-storage.ts';
import { createScriptedChatApi, id } from './scripted-chat-api.ts';
import { createTestPage } from './test-page.ts';

/** The chats of the user. */
export const chats = [
  { id: id(70), title: 'Newest', updatedAt: '2026-11-02T10:00:00.000Z' },
  { id: id(71), title: 'Older', updatedAt: '2026-11-01T10:00:00.000Z' },
];
/** Somebody who is signed in. */
export const user: SessionState = { state: 'user', userId: id(1) };

/** The stores of one element, with a server in memory. */
export function setUp(
  session: SessionState,
  overrides: Partial<ChatApi> = {},
  storage: KeyValueStorage = createMemoryStorage(),
  place: Place = { key: '0', others: [], isFirst: true },
  channel: ChatChannel = silentChannel,
) {
  const api = createScriptedChatApi({
    getChatHistory: () => Promise.resolve({ chats, nextCursor: null }),
    ...overrides,
  });
  const $session = atom<SessionState>(session);
  const onUnsent: Mock<(text: string, reason: ChatApiError | null) => void> = vi.fn();
  const page = createTestPage();
  const stores = createStores({
    ...{ api, session: { $session }, storage, page, channel, onUnsent },
    getPlace: () => place,
  });
  return { api, $session, storage, page, onUnsent, ...stores };
}
