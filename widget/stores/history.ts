import { atom, type ReadableAtom } from 'nanostores';
import type { Chat } from '../../protocol/history.ts';
import type { ChatApi } from '../api/chat-api.ts';
import { ChatApiError, type ClientErrorCode } from '../api/chat-api-error.ts';

/** The user's chats, newest first; what was loaded stays visible while more loads and after a failure. */
export type HistoryState =
  | { state: 'idle'; chats: readonly Chat[] }
  | { state: 'loading'; chats: readonly Chat[] }
  | { state: 'ready'; chats: readonly Chat[]; nextCursor: string | null }
  | { state: 'failed'; chats: readonly Chat[]; code: ClientErrorCode };

/** The list of the user's own chats. */
export interface HistoryStore {
  readonly $history: ReadableAtom<HistoryState>;
  /** Loads the newest page. The newest call wins: it aborts the one before. */
  loadChatHistory: () => Promise<void>;
  /** Puts a chat that has news (a message, a title) on top, without a request. */
  noteChat: (chat: { id: string; title: string | null }) => void;
  /** Forgets everything: the list belongs to whoever was signed in. */
  clear: () => void;
}

/** The history of one element. */
export function createHistory(options: {
  api: Pick<ChatApi, 'getChatHistory'>;
  now?: () => Date;
}): HistoryStore {
  const { api, now = () => new Date() } = options;
  const $history = atom<HistoryState>({ state: 'idle', chats: [] });
  let running: AbortController | null = null;

  async function loadChatHistory(): Promise<void> {
    running?.abort();
    const controller = new AbortController();
    running = controller;
    $history.set({ state: 'loading', chats: $history.get().chats });
    try {
      const { chats, nextCursor } = await api.getChatHistory({ signal: controller.signal });
      if (running === controller) $history.set({ state: 'ready', chats, nextCursor });
    } catch (error) {
      if (running !== controller) return;
      const code = error instanceof ChatApiError ? error.code : 'internal';
      $history.set({ state: 'failed', chats: $history.get().chats, code });
    }
  }

  function noteChat({ id, title }: { id: string; title: string | null }): void {
    const history = $history.get();
    const known = history.chats.find((chat) => chat.id === id);
    const chat: Chat = { id, title: title ?? known?.title ?? null, updatedAt: now().toISOString() };
    $history.set({ ...history, chats: [chat, ...history.chats.filter((other) => other.id !== id)] });
  }

  function clear(): void {
    running?.abort();
    running = null;
    $history.set({ state: 'idle', chats: [] });
  }

  return { $history, loadChatHistory, noteChat, clear };
}
