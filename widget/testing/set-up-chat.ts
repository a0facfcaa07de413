import { type Mock, vi } from 'vitest';
import type { ChatApi } from '../api/chat-api.ts';
import type { ChatApiError } from '../api/chat-api-error.ts';
import { createCatalog } from '../stores/catalog.ts';
import { type ChatOptions, createChat } from '../stores/chat.ts';
import { createPresence } from '../stores/presence.ts';
import { createQuota } from '../stores/quota.ts';
import { createScriptedChatApi, id } from './scripted-chat-api.ts';
import { createTestPage } from './test-page.ts';

/** A visitor's chat with a server in memory. Waits between tries are as long as they get. */
export function setUpChat(
  overrides: Partial<ChatApi> = {},
  outbox: Pick<ChatOptions, 'storage' | 'getPerson'> = {},
) {
  const api = createScriptedChatApi(overrides);
  const catalog = createCatalog({ api });
  const quota = createQuota({ api, isVisitor: () => true });
  const page = createTestPage();
  const presence = createPresence(page);
  let next = 0;
  const onUnsent: Mock<(text: string, reason: ChatApiError | null) => void> = vi.fn();
  const onTurn: Mock<(chatId: string) => void> = vi.fn();
  const newId = () => id(++next * 100);
  const around = { page, presence, newId, random: () => 0, onUnsent, onTurn };
  const rest = { now: () => new Date(), onChat: () => undefined, onSend: () => undefined };
  const chat = createChat({ api, catalog, quota, ...around, ...rest, ...outbox });
  /** Who said what, and how far it came. */
  const texts = () => chat.$messages.get().map(({ role, content, status }) => [role, content, status]);
  return { api, catalog, quota, chat, texts, ...around };
}

/** Lets everything that is ready to happen, happen. */
export const settle = () => new Promise((resolve) => setTimeout(resolve, 0));
