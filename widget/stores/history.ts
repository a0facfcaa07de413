import { atom, type ReadableAtom, type WritableAtom } from 'nanostores';
import { type Chat, titleCharactersMax } from '../../protocol/history.ts';
import { hasVisibleText } from '../../protocol/message-text.ts';
import type { ChatApi } from '../api/chat-api.ts';
import { type ChatList, createChatList, type Edit, type HistoryState } from './chat-list.ts';
import type { CurrentSession } from './current-session.ts';
import type { KeyValueStorage } from './key-value-storage.ts';
import { createRemover } from './remove-chats.ts';
import { createRenamer } from './rename-chats.ts';

/** How long nothing is typed before it is looked for, in milliseconds. */
const searchDelayMs = 250;

/** What could not be done with a chat. */
export type HistoryNotice = 'renameFailed' | 'deleteFailed' | 'exportFailed';

/** The list of the user's own chats, and what can be done with them. */
export interface HistoryStore {
  readonly $history: ReadableAtom<HistoryState>;
  /** The chat that was removed last, as long as that can be undone. */
  readonly $removed: ReadableAtom<Chat | null>;
  /** What failed last, until something else is done. */
  readonly $notice: ReadableAtom<HistoryNotice | null>;
  /** Loads the newest page of what is searched for. The newest call wins: it aborts the one before. Never rejects. */
  loadChatHistory: () => Promise<void>;
  /** Puts a chat that has news (a message, a title) on top, without a request; while searching only one that was found. */
  noteChat: (chat: { id: string; title: string | null }) => void;
  /** Loads the next page, if there is one; callers share it. After a failure it can be called again. Never rejects. */
  loadMore: () => Promise<void>;
  /** Lists the chats in which this is found, 250 ms after the last call; all of them if it is empty. */
  search: (text: string) => void;
  /** Gives a chat another name, at once; a failure takes it back. */
  rename: (id: string, title: string) => void;
  /** Takes a chat out of the list at once, and deletes it in 6 s, or as soon as that can't be undone any more. */
  remove: (id: string) => void;
  /** Brings the chat back that was removed last. */
  undoRemove: () => void;
  /** @throws ChatApiError why there is no file; `$notice` says so too */
  export: (id: string, format: 'md' | 'json') => Promise<{ name: string; file: Blob }>;
  /** The page or the element goes away: what was removed is deleted now. */
  leave: () => void;
  /** Forgets everything: the list belongs to whoever was signed in. */
  clear: () => void;
}

/** What the history of an element needs. */
export interface HistoryOptions {
  api: Pick<ChatApi, 'getChatHistory' | 'loadManagement'>;
  /** Whose chats these are. */
  session?: CurrentSession;
  /** Where it is kept what they have written in them; without it nothing of that outlives the page. */
  storage?: KeyValueStorage;
  now?: () => Date;
  /** Hears of a chat that has gone, for now at least. */
  onRemove?: (id: string) => void;
  /** Hears of a chat that is gone for good. */
  onDelete?: (id: string) => void;
  /** Hears of every title that a person gives a chat, and of the one before when that failed. */
  onRename?: (id: string, title: string | null) => void;
}

/** What the parts of a history work on. */
export interface ManagedHistory extends HistoryOptions {
  readonly list: ChatList;
  readonly $removed: WritableAtom<Chat | null>;
  readonly $notice: WritableAtom<HistoryNotice | null>;
}

/** The history of one element, which is made when it is wanted: visitors have none. */
export interface LazyHistory {
  /** Null as long as nobody wanted it. */
  readonly get: () => HistoryStore | null;
  /** Fetches its code if need be. @throws when that can't be had */
  readonly load: () => Promise<HistoryStore>;
}

/** A text as the server wants a title, or what to search for: empty when there is nothing to see in it. */
function toShortText(text: string): string {
  return hasVisibleText(text) ? Array.from(text.trim()).slice(0, titleCharactersMax).join('').trimEnd() : '';
}

/** Puts a chat that has news on top of a list; into one that was searched for only if it was found. */
function noteIn({ id, title }: Pick<Chat, 'id' | 'title'>, updatedAt: string): Edit {
  return (chats, search) => {
    const known = chats.find((chat) => chat.id === id);
    if (!known && search !== '') return chats;
    const chat = { id, title: title ?? known?.title ?? null, updatedAt };
    return [chat, ...chats.filter((other) => other !== known)];
  };
}

/** The history of one element. */
export function createHistory(options: HistoryOptions): HistoryStore {
  const { api, now = () => new Date() } = options;
  const $removed = atom<Chat | null>(null);
  const $notice = atom<HistoryNotice | null>(null);
  const list = createChatList(api, (chats) => renamer.view(remover.view(chats)));
  const { $history } = list;
  const managed = { ...options, list, $removed, $notice };
  const renamer = createRenamer(managed);
  const remover = createRemover(managed);
  let searching: ReturnType<typeof setTimeout> | undefined;
  let loadingMore = Promise.resolve();
  /** Another one for each person. */
  let owner = {};

  /** What failed before is said no more. */
  function anew<Args extends string[], Result>(act: (...args: Args) => Result): (...args: Args) => Result {
    return (...args) => {
      $notice.set(null);
      return act(...args);
    };
  }

  async function exportChat(id: string, format: 'md' | 'json'): Promise<{ name: string; file: Blob }> {
    const mine = owner;
    try {
      return await (await api.loadManagement()).exportChat(id, format);
    } catch (error) {
      if (mine === owner) $notice.set('exportFailed');
      throw error;
    }
  }

  return {
    ...{ $history, $removed, $notice },
    loadChatHistory: () => list.load($history.get().search),
    noteChat: (chat) => {
      list.change(noteIn(chat, now().toISOString()));
    },
    loadMore: anew(() => {
      const { state, search, nextCursor } = $history.get();
      if (state !== 'loading' && nextCursor !== null) loadingMore = list.load(search, nextCursor);
      return loadingMore;
    }),
    search: anew((text: string) => {
      clearTimeout(searching);
      searching = setTimeout(() => void list.load(toShortText(text)), searchDelayMs);
    }),
    rename: anew((id: string, text: string) => {
      renamer.rename(id, toShortText(text));
    }),
    remove: anew(remover.remove),
    undoRemove: anew(remover.undo),
    export: anew(exportChat),
    leave: () => {
      remover.commit(true);
    },
    clear: anew(() => {
      owner = {};
      clearTimeout(searching);
      renamer.clear();
      remover.clear();
      list.clear();
    }),
  };
}
