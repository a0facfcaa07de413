import { type Mock, vi } from 'vitest';
import type { ChatApi } from '../api/chat-api.ts';
import type { ChatApiError } from '../api/chat-api-error.ts';
import { createCatalog } from '../stores/catalog.ts';
import { createChat } from '../stores/chat.ts';
import { createQuota } from '../stores/quota.ts';
import { createScriptedChatApi, id } from './scripted-chat-api.ts';

/** A visitor's chat with a server in memory. */
export function setUpChat(overrides: Partial<ChatApi> = {}) {
  const api = createScriptedChatApi(overrides);
  const catalog = createCatalog({ api });
  const quota = createQuota({ api, isVisitor: () => true });
  let next = 0;
  const onUnsent: Mock<(text: string, reason: ChatApiError | null) => void> = vi.fn();
  const chat = createChat({ api, catalog, quota, newId: () => id(++next * 100), onUnsent });
  /** Who said what, and how far it came. */
  const texts = () => chat.$messages.get().map(({ role, content, status }) => [role, content, status]);
  return { api, catalog, quota, chat, texts, onUnsent };
}

/** Lets everything that is ready to happen, happen. */
export const settle = () => new Promise((resolve) => setTimeout(resolve, 0));
