import type { ChatStore } from './chat.ts';
import type { LazyHistory } from './history.ts';
import type { KeyValueStorage } from './key-value-storage.ts';

/** Which of the elements of a page this is: two of them never share a conversation, and each finds its own again. */
export interface Place {
  /** The same at every visit of the page. */
  readonly key: string;
  /** The keys of the other elements of the page. */
  readonly others: readonly string[];
  /** The one that shows a user the chat they were in last, on whatever device. */
  readonly isFirst: boolean;
}

/** Finds the conversation again that a person was in. */
export interface ChatResumer {
  /** Notes the chat that this element is in; a visitor has no list of them on the server. */
  remember: (chatId: string) => void;
  /** See `Stores.resumeLatestChat`. */
  resumeLatestChat: () => Promise<void>;
  /** @returns whether nothing has been said or shown since, and nobody asked for another chat, not even for a new one */
  watchEmpty: () => () => boolean;
}

/** Resumes chats: the latest of a user from the server's list, else the one that the page's storage remembers. */
export function createChatResumer(options: {
  chat: ChatStore;
  history: Pick<LazyHistory, 'load'>;
  storage: KeyValueStorage | undefined;
  /** Null for a visitor. */
  getUserId: () => string | null;
  getPlace: () => Place;
}): ChatResumer {
  const { chat, history, storage, getUserId, getPlace } = options;

  function watchEmpty(): () => boolean {
    // It is another one whenever a chat is left, also an empty one for an empty one.
    const before = chat.$details.get();
    return () =>
      chat.$details.get() === before && chat.$chatId.get() === null && chat.$messages.get().length === 0;
  }

  /** People who share a browser don't share a chat either. */
  function storageKey(place: string): string {
    const userId = getUserId();
    return userId === null ? `chat:${place}` : `chat:${place}:${userId}`;
  }

  async function latestChatId(): Promise<string | null> {
    const remembered = (place: string) => storage?.getItem(storageKey(place)) ?? null;
    const { key, others, isFirst } = getPlace();
    const elsewhere = others.map(remembered);
    // Where something waits to be sent is where its person was.
    const unsent = (await chat.findUnsentChats(remembered(key))).find((id) => !elsewhere.includes(id));
    if (unsent !== undefined) return unsent;
    if (getUserId() === null || !isFirst) return remembered(key);
    const list = await history.load().catch(() => null);
    await list?.loadChatHistory();
    return list?.$history.get().chats.find(({ id }) => !elsewhere.includes(id))?.id ?? null;
  }

  async function resumeLatestChat(): Promise<void> {
    const isUntouched = watchEmpty();
    const chatId = await latestChatId();
    if (chatId === null || !isUntouched()) return;
    await chat.loadChatDetails(chatId);
    const details = chat.$details.get();
    if (details.state !== 'failed' || details.chatId !== chatId || details.error.code !== 'not_found') return;
    // Purged, or claimed by an account: what is gone is not an error to a person who did not ask for it.
    chat.startNewChat();
    storage?.removeItem(storageKey(getPlace().key));
  }

  return {
    remember: (chatId) => storage?.setItem(storageKey(getPlace().key), chatId),
    resumeLatestChat,
    watchEmpty,
  };
}
