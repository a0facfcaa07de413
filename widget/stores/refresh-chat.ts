import type { ChatDetailsReply } from '../../protocol/history.ts';
import type { ChatApi } from '../api/chat-api.ts';
import { ChatApiError } from '../api/chat-api-error.ts';
import { type ChatState, isUnsent } from './chat-state.ts';
import type { ChatLoader } from './load-chat.ts';
import type { OutboxQueue } from './outbox-queue.ts';
import { showStored, type StoredTarget } from './show-stored.ts';

/** What asking needs. */
export interface RefreshContext extends StoredTarget {
  readonly api: StoredTarget['api'] & Pick<ChatApi, 'getChatMessages'>;
  readonly isBusy: () => boolean;
  readonly whenReady: ChatLoader['whenReady'];
  /** What a reply means for the chat on show, see `readReply`. */
  readonly readReply: (chatId: string, reply: Promise<ChatDetailsReply>) => Promise<ChatDetailsReply>;
}

/**
 * Reads what the server says of a chat. One that it does not know is empty as long as its first message waits here.
 * @returns rejects as the reply
 */
export function readReply(
  { $messages, $details }: ChatState,
  open: StoredTarget['open'],
  queue: Pick<OutboxQueue, 'read'>,
): RefreshContext['readReply'] {
  return async (chatId, reply) => {
    try {
      return await reply;
    } catch (error) {
      const isUnknown = error instanceof ChatApiError && error.code === 'not_found';
      // One that waits for this very reply is not what the chat consists of.
      const own = $details.get().state === 'loading' ? open.current?.userMessageId : undefined;
      const isNew =
        $messages.get().every((message) => isUnsent(message) || message.id === own) &&
        queue.read().some((one) => one.chatId === chatId && one.messageId !== own);
      if (!isUnknown || !isNew) throw error;
      return { chat: { id: chatId, title: null, updatedAt: '' }, messages: [] };
    }
  };
}

/** Asks again for the chat on show. */
export interface ChatRefresher {
  /** See `ChatStore.refresh`. Calls while one runs make it ask once more, for all of them. */
  refresh: () => Promise<void>;
  /** The chat is left: a reply that is on its way is none of the next one's. */
  cancel: () => void;
}

/**
 * The refresher of one conversation.
 * @param context.whenReady the loader may be loading the chat on show, and tell what is older than the news of it
 * @param context.isBusy whether an answer runs here, which is fresher than what is stored
 */
export function createChatRefresher(context: RefreshContext): ChatRefresher {
  const { api, state, isBusy, whenReady, readReply } = context;
  let controller = new AbortController();
  let running: Promise<void> | null = null;
  let isAsked = false;

  const onShow = () =>
    [state.$chatId, state.$title, state.$messages, state.$answer, state.$details].map(($) => $.get());

  async function ask(): Promise<void> {
    await whenReady().catch(() => undefined);
    const chatId = state.$chatId.get();
    if (chatId === null || isBusy()) return;
    const { signal } = controller;
    const before = onShow();
    const reply = await readReply(chatId, api.getChatMessages(chatId, { signal })).catch((error: unknown) => {
      // What keeps a chat from being read may be another reason by now.
      if (!signal.aborted && state.$details.get().state === 'failed' && error instanceof ChatApiError)
        state.$details.set({ state: 'failed', chatId, error });
      return null;
    });
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
