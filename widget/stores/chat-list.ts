import { atom, type ReadableAtom } from 'nanostores';
import type { Chat, ChatHistoryReply } from '../../protocol/history.ts';
import type { ChatApi } from '../api/chat-api.ts';
import { ChatApiError, type ClientErrorCode } from '../api/chat-api-error.ts';

/** The chats that are listed. */
export interface Chats {
  /** Newest first. */
  readonly chats: readonly Chat[];
  /** Only chats in which this is found; empty for all. */
  readonly search: string;
  /** Null when there is no further page. */
  readonly nextCursor: string | null;
}

type Status = { state: 'idle' | 'loading' | 'ready' } | { state: 'failed'; code: ClientErrorCode };

/** The user's chats; what was loaded stays visible while more loads and after a failure. */
export type HistoryState = Chats & Status;

/** Changes a list of chats; twice is the same as once. */
export type Edit = (chats: readonly Chat[], search: string) => readonly Chat[];

/** The user's chats, as far as they are loaded. */
export interface ChatList {
  readonly $history: ReadableAtom<HistoryState>;
  /** Loads a page. The newest call wins. Never rejects. @param cursor where the page begins; without it what to search for may change */
  load: (search: string, cursor?: string) => Promise<void>;
  /** Changes what is listed, and what is on its way: the server may not have known of it yet. Without an edit only shows it again. */
  change: (edit?: Edit) => void;
  /** Forgets all of it. */
  clear: () => void;
}

const nothing: Chats = { chats: [], search: '', nextCursor: null };

function applyTo(listed: Chats, edit: Edit): Chats {
  return { ...listed, chats: edit(listed.chats, listed.search) };
}

function join(first: readonly Chat[], rest: readonly Chat[]): Chat[] {
  const ids = new Set(first.map(({ id }) => id));
  return [...first, ...rest.filter(({ id }) => !ids.has(id))];
}

/** What was listed below a chat and still must be: it has not moved, so nothing came in between. */
function below(chat: Chat | undefined, chats: readonly Chat[]): readonly Chat[] {
  const at = chats.findIndex(({ id, updatedAt }) => id === chat?.id && updatedAt === chat.updatedAt);
  return at < 0 ? [] : chats.slice(at + 1);
}

/** Pages that were loaded before stay: the list does not jump when it is looked at again. */
function takeFirst(page: ChatHistoryReply, listed: Chats, search: string): ChatHistoryReply {
  const older = listed.search === search ? below(page.chats.at(-1), listed.chats) : [];
  if (page.nextCursor === null || older.length === 0) return page;
  return { chats: join(page.chats, older), nextCursor: listed.nextCursor };
}

/** @param view what is shown of the chats that are listed, and how */
export function createChatList(
  api: Pick<ChatApi, 'getChatHistory'>,
  view: (chats: readonly Chat[]) => readonly Chat[],
): ChatList {
  const $history = atom<HistoryState>({ state: 'idle', ...nothing });
  let listed = nothing;
  /** What is looked for now; what is listed may be the answer to another search. */
  let wanted = '';
  /** Since the running request went out. */
  let edits: Edit[] = [];
  let running: AbortController | null = null;

  function show(status: Status): void {
    $history.set({
      ...status,
      chats: view(listed.chats),
      search: wanted,
      nextCursor: listed.search === wanted ? listed.nextCursor : null,
    });
  }

  async function load(search: string, cursor?: string): Promise<void> {
    running?.abort();
    const controller = new AbortController();
    running = controller;
    wanted = search;
    edits = [];
    show({ state: 'loading' });
    let status: Status = { state: 'ready' };
    try {
      const page = await api.getChatHistory({ signal: controller.signal, search, cursor });
      const taken =
        cursor === undefined
          ? takeFirst(page, listed, search)
          : { ...page, chats: join(listed.chats, page.chats) };
      if (running === controller) listed = edits.reduce(applyTo, { search, ...taken });
    } catch (error) {
      status = { state: 'failed', code: error instanceof ChatApiError ? error.code : 'internal' };
    }
    if (running !== controller) return;
    running = null;
    show(status);
  }

  return {
    $history,
    load,
    change(edit) {
      if (edit) {
        edits.push(edit);
        listed = applyTo(listed, edit);
      }
      show($history.get());
    },
    clear() {
      running?.abort();
      running = null;
      listed = nothing;
      wanted = '';
      show({ state: 'idle' });
    },
  };
}
