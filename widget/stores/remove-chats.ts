import type { Chat } from '../../protocol/history.ts';
import type { ManagedHistory } from './history.ts';

/** How long a removed chat can be brought back, in milliseconds. */
const undoMs = 6_000;

/** Removes chats: from the screen at once, and from the server when nobody wants them back. */
export function createRemover({ api, list, $removed, $notice, onRemove }: ManagedHistory) {
  /** Also those that are deleted: a list that was on its way then may still have them. */
  const hidden = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  /** @returns false when it was another person's */
  function bringBack(id: string): boolean {
    const wasHidden = hidden.delete(id);
    if (wasHidden) list.change();
    return wasHidden;
  }

  async function send(id: string, isLast: boolean): Promise<void> {
    try {
      const management = await api.loadManagement();
      await management.deleteChat(id, { isLast });
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
    if (chat) void send(chat.id, isLast);
  }

  function remove(id: string): void {
    const chat = list.$history.get().chats.find((shown) => shown.id === id);
    if (!chat) return;
    // A page that goes away waits for no code.
    api.loadManagement().catch(() => undefined);
    commit(false);
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
      hidden.clear();
    },
  };
}
