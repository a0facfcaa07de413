import type { ChatLoader, LoadContext } from './load-chat.ts';
import { showStored } from './show-stored.ts';

/** Asks again for the chat on show. */
export interface ChatRefresher {
  /** See `ChatStore.refresh`. Calls while one runs make it ask once more, for all of them. */
  refresh: () => Promise<void>;
  /** The chat is left: a reply that is on its way is none of the next one's. */
  cancel: () => void;
}

/**
 * The refresher of one conversation.
 * @param loader may be loading the chat on show, and tell what is older than the news of it
 * @param isBusy whether an answer runs here, which is fresher than what is stored
 */
export function createChatRefresher(
  context: LoadContext,
  loader: Pick<ChatLoader, 'whenReady'>,
  isBusy: () => boolean,
): ChatRefresher {
  const { api, state } = context;
  let controller = new AbortController();
  let running: Promise<void> | null = null;
  let isAsked = false;

  const onShow = () =>
    [state.$chatId, state.$title, state.$messages, state.$answer, state.$details].map(($) => $.get());

  async function ask(): Promise<void> {
    await loader.whenReady().catch(() => undefined);
    const chatId = state.$chatId.get();
    if (chatId === null || isBusy()) return;
    const { signal } = controller;
    const before = onShow();
    const reply = await api.getChatMessages(chatId, { signal }).catch(() => null);
    if (reply === null || signal.aborted) return;
    // What was said, named or taken back meanwhile is newer than this reply.
    if (onShow().every((value, index) => value === before[index])) showStored(chatId, reply, context);
    else isAsked = true;
  }

  async function askUntilFresh(): Promise<void> {
    for (isAsked = true; isAsked;) {
      isAsked = false;
      await ask();
    }
  }

  function refresh(): Promise<void> {
    isAsked = true;
    running ??= askUntilFresh().finally(() => {
      running = null;
    });
    return running;
  }

  function cancel(): void {
    controller.abort();
    controller = new AbortController();
  }

  return { refresh, cancel };
}
