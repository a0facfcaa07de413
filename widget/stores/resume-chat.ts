import type { ChatStore } from './chat.ts';
import type { HistoryStore } from './history.ts';
import type { KeyValueStorage } from './key-value-storage.ts';

const rememberedChat = 'chat';

/** Finds the conversation again that a person was in. */
export interface ChatResumer {
  /** A visitor has no list of chats on the server: this page remembers the one they are in. */
  remember: (chatId: string) => void;
  /** See `Stores.resumeLatestChat`. */
  resumeLatestChat: () => Promise<void>;
  /** Nothing has been said and nothing is being loaded. */
  isEmpty: () => boolean;
}

/** Resumes chats: a user's from the server's list, a visitor's from the page's storage. */
export function createChatResumer(options: {
  chat: ChatStore;
  history: HistoryStore;
  storage: KeyValueStorage | undefined;
  isUser: () => boolean;
}): ChatResumer {
  const { chat, history, storage, isUser } = options;
  const isEmpty = () => chat.$chatId.get() === null && chat.$messages.get().length === 0;

  async function latestChatId(): Promise<string | null> {
    if (!isUser()) return storage?.getItem(rememberedChat) ?? null;
    await history.loadChatHistory();
    return history.$history.get().chats[0]?.id ?? null;
  }

  async function resumeLatestChat(): Promise<void> {
    const chatId = await latestChatId();
    if (chatId === null || !isEmpty()) return;
    await chat.loadChatDetails(chatId);
    const details = chat.$details.get();
    if (details.state !== 'failed' || details.chatId !== chatId || details.error.code !== 'not_found') return;
    // Purged, or claimed by an account: what is gone is not an error to a person who did not ask for it.
    chat.startNewChat();
    if (!isUser()) storage?.removeItem(rememberedChat);
  }

  return { remember: (chatId) => storage?.setItem(rememberedChat, chatId), resumeLatestChat, isEmpty };
}
