import type { ChatApi } from '../api/chat-api.ts';
import type { ChatApiError } from '../api/chat-api-error.ts';
import { type CatalogStore, createCatalog, type PreferredChoice } from './catalog.ts';
import { type ChatStore, createChat } from './chat.ts';
import { type CurrentSession, personOf, type SessionState } from './current-session.ts';
import { createSessionFollower } from './follow-session.ts';
import type { HistoryStore, LazyHistory } from './history.ts';
import { type ChatChannel, silentChannel } from './chat-channel.ts';
import type { KeyValueStorage } from './key-value-storage.ts';
import { keepFresh } from './keep-fresh.ts';
import { loadFollower } from './load-follower.ts';
import { newId as randomId } from './new-id.ts';
import { type PageLife, wakefulPage } from './page-life.ts';
import { createPresence, type Presence } from './presence.ts';
import { readWhileThere } from './read-while-there.ts';
import { createQuota, type QuotaStore } from './quota.ts';
import { createChatResumer, type Place } from './resume-chat.ts';

/** Everything one element knows. Two elements on a page have two sets and never share a conversation. */
export interface Stores {
  readonly catalog: CatalogStore;
  readonly chat: ChatStore;
  readonly history: LazyHistory;
  readonly quota: QuotaStore;
  readonly session: CurrentSession;
  /**
   * Brings back the conversation that was last on show: a user's newest chat in the first element of a page, this
   * element's own else. It never replaces one that has begun meanwhile.
   */
  resumeLatestChat: () => Promise<void>;
  /**
   * Loads the catalog and follows the session: whenever it becomes another person's, everything of the former one is forgotten,
   * and a chat is shown (what `getChatId` says, else the latest) unless somebody asked for another one before anybody was
   * known. What is shown is kept fresh: it is asked for again when the page is looked at again, or when another tab has news. Safe
   * to call again after it was ended: what was being read goes on.
   * @returns ends it, and cancels what is being read; the conversation stays
   */
  start: (options?: { getChatId?: () => string | null }) => () => void;
}

const onlyPlace: Place = { key: '0', others: [], isFirst: true };

function userIdOf({ $session }: CurrentSession): string | null {
  const state = $session.get();
  return state.state === 'user' ? state.userId : null;
}

/** What a set of stores needs from around it. */
export interface StoresOptions {
  api: ChatApi;
  session: CurrentSession;
  /** Remembers choices and the chat of this element between visits; without it nothing outlives the page. */
  storage?: KeyValueStorage;
  /** Which of the page's elements this is; the only one by default. */
  getPlace?: () => Place;
  /** When the page is looked at again; one that never sleeps by default. */
  page?: PageLife;
  /** Other elements and tabs of this browser; nobody by default. */
  channel?: ChatChannel;
  /** The element's own `provider-id` and `prompt-id`. */
  preferred?: () => PreferredChoice;
  newId?: () => string;
  /**
   * Is given every text that the server has not accepted when it leaves the screen, and the reason; but not what is written down and
   * stays with its chat, nor what another person has sent.
   */
  onUnsent?: (text: string, reason: ChatApiError | null) => void;
  /** Hears of a chat that was deleted here. */
  onDelete?: (chatId: string) => void;
}

/** The history of one element, which concerns the chat on show. */
function createLazyHistory(
  options: Pick<StoresOptions, 'api' | 'session' | 'storage' | 'onDelete'>,
  getChat: () => ChatStore,
): LazyHistory {
  let history: HistoryStore | null = null;
  return {
    get: () => history,
    load: async () => {
      const { createHistory } = await import('./history.ts');
      const { $chatId, startNewChat, noteTitle } = getChat();
      return (history ??= createHistory({
        ...options,
        onRemove: (id) => {
          if (id === $chatId.get()) startNewChat();
        },
        onRename: noteTitle,
      }));
    },
  };
}

/** See `Stores.start`. */
function startStores(
  { catalog, chat, history, session }: Pick<Stores, 'catalog' | 'chat' | 'history' | 'session'>,
  { presence, page, channel }: { presence: Presence; page: PageLife; channel: ChatChannel },
  follow: (state: SessionState) => void,
): () => void {
  presence.resume();
  // An element that was put back may have missed news.
  if (chat.$chatId.get() !== null) void chat.refresh();
  // While the server has this very version of it.
  void catalog
    .loadAiConfig()
    .then(loadFollower)
    .catch(() => undefined);
  const ends = [
    session.$session.subscribe(follow),
    keepFresh({ chat, history }, page, channel),
    presence.pause,
  ];
  return () => {
    for (const end of ends) end();
  };
}

/** One set of stores, wired to each other. */
export function createStores(options: StoresOptions): Stores {
  const {
    session,
    storage,
    preferred,
    newId = randomId,
    page = wakefulPage,
    channel = silentChannel,
    getPlace = () => onlyPlace,
    onUnsent = () => undefined,
  } = options;
  const presence = createPresence(page);
  const api = readWhileThere(options.api, presence);
  const getUserId = () => userIdOf(session);
  const isUser = () => getUserId() !== null;
  const catalog = createCatalog({ api, storage, preferred });
  const quota = createQuota({ api, isVisitor: () => !isUser() });
  const history = createLazyHistory({ ...options, api }, () => chat);
  const chat = createChat({
    api,
    catalog,
    quota,
    presence,
    page,
    newId,
    now: () => new Date(),
    random: Math.random,
    storage,
    getPerson: () => personOf(session),
    onUnsent,
    onTurn: (chatId) => {
      channel.tell({ chatId });
    },
    onSend: (chatId) => {
      resumer.remember(chatId);
    },
    onChat: (news) => {
      if (isUser()) history.get()?.noteChat(news);
    },
  });

  const resumer = createChatResumer({ chat, history, storage, getUserId, getPlace });
  const follow = createSessionFollower({ chat, history, quota, resumer });

  return {
    catalog,
    chat,
    history,
    quota,
    session,
    resumeLatestChat: resumer.resumeLatestChat,
    start: ({ getChatId = () => null } = {}) =>
      startStores({ catalog, chat, history, session }, { presence, page, channel }, (state) => {
        follow(state, getChatId());
      }),
  };
}
