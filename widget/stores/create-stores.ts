import type { ChatApi } from '../api/chat-api.ts';
import { ChatApiError } from '../api/chat-api-error.ts';
import { type CatalogStore, createCatalog, type PreferredChoice } from './catalog.ts';
import { type ChatStore, createChat } from './chat.ts';
import type { CurrentSession, SessionState } from './current-session.ts';
import { createHistory, type HistoryStore } from './history.ts';
import type { KeyValueStorage } from './key-value-storage.ts';
import { createQuota, type QuotaStore } from './quota.ts';
import { createChatResumer, type Place } from './resume-chat.ts';

/** Everything one element knows. Two elements on a page have two sets and never share a conversation. */
export interface Stores {
  readonly catalog: CatalogStore;
  readonly chat: ChatStore;
  readonly history: HistoryStore;
  readonly quota: QuotaStore;
  readonly session: CurrentSession;
  /**
   * Brings back the conversation that was last on show: a user's newest chat in the first element of a page, this
   * element's own else. It never replaces one that has begun meanwhile.
   */
  resumeLatestChat: () => Promise<void>;
  /**
   * Loads the catalog and follows the session: the first time it is known a chat is shown (`chatId`, else the latest);
   * when it becomes another person's, everything of the former one is forgotten. Safe to call again after it was ended.
   * @returns ends it; the conversation stays
   */
  start: (options?: { chatId?: string | null | undefined }) => () => void;
}

/**
 * One set of stores, wired to each other.
 * @param options.storage remembers choices and the chat of this element between visits; without it nothing outlives
 * the page
 * @param options.getPlace which of the page's elements this is; the only one by default
 * @param options.preferred the element's own `provider-id` and `prompt-id`
 * @param options.onUnsent see `createChat`
 */
export function createStores(options: {
  api: ChatApi;
  session: CurrentSession;
  storage?: KeyValueStorage;
  getPlace?: () => Place;
  preferred?: () => PreferredChoice;
  newId?: () => string;
  onUnsent?: (text: string, reason: ChatApiError | null) => void;
}): Stores {
  const { api, session, storage, preferred, newId, onUnsent } = options;
  const { getPlace = () => ({ key: '0', others: [], isFirst: true }) } = options;
  const getUserId = () => {
    const state = session.$session.get();
    return state.state === 'user' ? state.userId : null;
  };
  const isUser = () => getUserId() !== null;
  const catalog = createCatalog({ api, storage, preferred });
  const quota = createQuota({ api, isVisitor: () => !isUser() });
  const history = createHistory({ api });
  const chat = createChat({
    api,
    catalog,
    quota,
    newId,
    onUnsent,
    onSend: (chatId) => {
      resumer.remember(chatId);
    },
    onChat: (news) => {
      if (isUser()) history.noteChat(news);
    },
  });

  const resumer = createChatResumer({ chat, history, storage, getUserId, getPlace });
  const { resumeLatestChat, isEmpty } = resumer;

  let person: string | null = null;

  function follow(state: SessionState, chatId: string | null): void {
    if (state.state === 'unknown') return;
    const next = state.state === 'user' ? state.userId : 'visitor';
    if (next === person) return;
    if (person !== null) {
      history.clear();
      quota.set(null);
      chat.startNewChat(new ChatApiError('session_changed'));
    }
    const shown = person === null ? chatId : null;
    person = next;
    void quota.loadAnonymousUsage();
    if (!isEmpty()) return;
    void (shown === null ? resumeLatestChat() : chat.loadChatDetails(shown));
  }

  function start({ chatId = null }: { chatId?: string | null | undefined } = {}): () => void {
    void catalog.loadAiConfig();
    return session.$session.subscribe((state) => {
      follow(state, chatId);
    });
  }

  return { catalog, chat, history, quota, session, resumeLatestChat, start };
}
