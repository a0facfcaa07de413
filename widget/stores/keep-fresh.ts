import type { ChatChannel } from './chat-channel.ts';
import type { ChatStore } from './chat.ts';
import type { LazyHistory } from './history.ts';
import type { PageLife } from './page-life.ts';

/**
 * Asks again for what is shown when it may have changed elsewhere: when somebody looks at the page again, or another element
 * or tab of this browser has news. Nothing is asked for in between.
 * @returns ends it
 */
export function keepFresh(
  {
    chat,
    history,
  }: {
    chat: Pick<ChatStore, '$chatId' | 'refresh'>;
    history: Pick<LazyHistory, 'get'>;
  },
  page: PageLife,
  channel: ChatChannel,
): () => void {
  const unbinds = [
    page.onWake(() => {
      void chat.refresh();
      const list = history.get();
      const state = list?.$history.get().state;
      if (state === 'ready' || state === 'failed') void list?.loadChatHistory();
    }),
    channel.listen(({ chatId }) => {
      if (chatId === chat.$chatId.get()) void chat.refresh();
      const list = history.get();
      if (list?.$history.get().state === 'ready') void list.loadChatHistory();
    }),
  ];
  return () => {
    for (const unbind of unbinds) unbind();
  };
}
