import type { ChatApi } from '../api/chat-api.ts';
import { ChatApiError } from '../api/chat-api-error.ts';
import { loadFollower } from './load-follower.ts';
import type { StoredTarget } from './show-stored.ts';

/** Loads stored chats into a conversation, one at a time: a slow reply never lands in another chat. */
export interface ChatLoader {
  /** Never rejects. */
  load(chatId: string): Promise<void>;
  /** Gives up the running load, if any. */
  cancel(): void;
  /** Resolves when the chat on show is loaded, or left. @throws ChatApiError what kept it from loading */
  whenReady(): Promise<void>;
}

/** What loading needs. */
export interface LoadContext extends StoredTarget {
  readonly api: Pick<ChatApi, 'getChatMessages' | 'stopAnswer'>;
}

/** The loader of one conversation. */
export function createChatLoader(context: LoadContext): ChatLoader {
  const { api, state } = context;
  let running: { controller: AbortController; done: Promise<void> } | null = null;

  function cancel(): void {
    running?.controller.abort();
    running = null;
    state.$details.set({ state: 'ready' });
  }

  async function read(chatId: string, { signal }: AbortController): Promise<void> {
    try {
      const loading = loadFollower();
      loading.catch(() => undefined);
      const reply = await api.getChatMessages(chatId, { signal });
      const { showStored } = await loading.catch((cause: unknown) => {
        throw new ChatApiError('service_unavailable', { cause });
      });
      if (signal.aborted) return;
      showStored(chatId, reply, context);
    } catch (cause) {
      if (signal.aborted) return;
      const error = cause instanceof ChatApiError ? cause : new ChatApiError('internal', { cause });
      state.$details.set({ state: 'failed', chatId, error });
    }
  }

  function load(chatId: string): Promise<void> {
    cancel();
    const controller = new AbortController();
    state.$chatId.set(chatId);
    state.$details.set({ state: 'loading', chatId });
    const done = read(chatId, controller);
    running = { controller, done };
    return done;
  }

  async function whenReady(): Promise<void> {
    await running?.done;
    const details = state.$details.get();
    if (details.state === 'failed') throw details.error;
  }

  return { load, cancel, whenReady };
}
