import type { Chat } from '../../protocol/history.ts';
import type { DeleteChat } from '../api/chat-management-api.ts';
import { ChatApiError } from '../api/chat-api-error.ts';
import { personOf } from './current-session.ts';
import { forgetWritten } from './drafts.ts';
import type { ManagedHistory } from './history.ts';

/** How long a removed chat can be brought back, in milliseconds. */
const undoMs = 6_000;

/**
 * With the chat goes what its person has written in it: not with the reply, which a page that goes away does not hear.
 * @throws when the code for it, or a name to do it in, can't be had, or when it is another person's by then
 */
async function prepare(
  { api, session, storage }: ManagedHistory,
  id: string,
  isAskerThere: () => boolean,
): Promise<DeleteChat> {
  const person = session ? personOf(session) : null;
  const deleteChat = await (await api.loadManagement()).prepareDelete(id);
  if (!isAskerThere()) throw new ChatApiError('session_changed');
  return async (options) => {
    const forget = () => storage && forgetWritten(storage, id, person);
    const giveBack = forget();
    await deleteChat(options).catch((error: unknown) => {
      giveBack?.();
      throw error;
    });
    // What was on its way may have been written down again.
    forget();
  };
}

/** Removes chats: from the screen at once, and from the server when nobody wants them back. */
export function createRemover(managed: ManagedHistory) {
  const { list, $removed, $notice, onRemove, onDelete } = managed;
  /** Also those that are deleted: a list that was on its way then may still have them. */
  const hidden = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** Deletes the one that can be undone, in the name of who asked for it. */
  let deleting: Promise<DeleteChat> | null = null;
  /** Another one for each person. */
  let owner = {};

  /** @returns false when it was another person's */
  function bringBack(id: string): boolean {
    const wasHidden = hidden.delete(id);
    if (wasHidden) list.change();
    return wasHidden;
  }

  async function send(id: string, isLast: boolean, prepared: typeof deleting): Promise<void> {
    try {
      const deleteChat = await prepared;
      await deleteChat?.({ isLast });
      onDelete?.(id);
    } catch {
      if (bringBack(id)) $notice.set('deleteFailed');
    }
  }

  /** @returns the one that could be undone until now */
  function take(): Chat | null {
    clearTimeout(timer);
    const chat = $removed.get();
    $removed.set(null);
    return chat;
  }

  /** Deletes now what was removed. @param isLast the page may be gone before the reply comes */
  function commit(isLast: boolean): void {
    const chat = take();
    if (chat) void send(chat.id, isLast, deleting);
  }

  function remove(id: string): void {
    const chat = list.$history.get().chats.find((shown) => shown.id === id);
    if (!chat) return;
    commit(false);
    // A page that goes away waits for no code, and whoever is signed in by then deletes nothing of this person's.
    const asker = owner;
    deleting = prepare(managed, id, () => asker === owner);
    deleting.catch(() => undefined);
    hidden.add(id);
    $removed.set(chat);
    timer = setTimeout(commit, undoMs, false);
    list.change();
    onRemove?.(id);
  }

  function undo(): void {
    const chat = take();
    if (chat) bringBack(chat.id);
  }

  return {
    view: (chats: readonly Chat[]) => chats.filter(({ id }) => !hidden.has(id)),
    remove,
    undo,
    commit,
    clear: () => {
      commit(false);
      owner = {};
      hidden.clear();
    },
  };
}
