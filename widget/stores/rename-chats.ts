import type { Chat } from '../../protocol/history.ts';
import type { ManagedHistory } from './history.ts';
import { createLatestWrites } from './latest-writes.ts';

/** A title that is on its way, and the one that the server knows. */
interface Renaming {
  readonly title: string;
  readonly before: string | null;
}

/** Gives chats other names: on the screen at once, and on the server if it can be. */
export function createRenamer({ api, list, $notice, onRename }: ManagedHistory) {
  const renamings = new Map<string, Renaming>();
  /** Of whoever is signed in: no title goes out in the name of who comes after them. */
  let owner = new AbortController();

  const write = createLatestWrites<{ title: string; signal: AbortSignal }>(
    async (id, { title: wanted, signal }) => {
      const management = await api.loadManagement();
      signal.throwIfAborted();
      const { title } = (await management.renameChat(id, wanted, { signal })).chat;
      const running = renamings.get(id);
      if (running) renamings.set(id, { ...running, before: title });
      list.change((chats) => chats.map((chat) => (chat.id === id ? { ...chat, title } : chat)));
    },
    (id, hasFailed) => {
      const renaming = renamings.get(id);
      // It was another person's.
      if (!renaming) return;
      renamings.delete(id);
      list.change();
      if (!hasFailed) return;
      $notice.set('renameFailed');
      onRename?.(id, renaming.before);
    },
  );

  function rename(id: string, title: string): void {
    const shown = list.$history.get().chats.find((chat) => chat.id === id)?.title ?? null;
    if (title === '' || title === shown) return;
    const running = renamings.get(id);
    renamings.set(id, { title, before: running ? running.before : shown });
    list.change();
    onRename?.(id, title);
    void write(id, { title, signal: owner.signal });
  }

  return {
    rename,
    view: (chats: readonly Chat[]): readonly Chat[] =>
      chats.map((chat) => {
        const title = renamings.get(chat.id)?.title;
        return title === undefined ? chat : { ...chat, title };
      }),
    clear: () => {
      owner.abort();
      owner = new AbortController();
      renamings.clear();
    },
  };
}
