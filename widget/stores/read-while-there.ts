import type { ChatApi } from '../api/chat-api.ts';
import type { Presence } from './presence.ts';

/**
 * An API whose reads are cut while the element is out of its page, and made again when it is back: whoever waits for one only
 * waits longer. Streamed answers see to it themselves, because they go on where they were.
 */
export function readWhileThere(api: ChatApi, { read }: Presence): ChatApi {
  return {
    ...api,
    getAiProviders: (options) => read((signal) => api.getAiProviders({ signal }), options?.signal),
    getSystemPrompts: (options) => read((signal) => api.getSystemPrompts({ signal }), options?.signal),
    getChatHistory: (options) =>
      read((signal) => api.getChatHistory({ ...options, signal }), options?.signal),
    getChatMessages: (chatId, options) =>
      read((signal) => api.getChatMessages(chatId, { signal }), options?.signal),
    getAnonymousUsage: (options) => read((signal) => api.getAnonymousUsage({ signal }), options?.signal),
  };
}
