import type { ChatDetailsReply } from '../../protocol/history.ts';
import { ChatApiError } from '../api/chat-api-error.ts';
import type { ChatState } from './chat-state.ts';

/** A stored chat that was asked for, and what gives that up. */
export interface AskedChat {
  readonly reply: Promise<ChatDetailsReply>;
  readonly controller: AbortController;
}

/** Loads stored chats into a conversation, one at a time: a slow reply never lands in another chat. */
export interface ChatLoader {
  /** Loads the chat that `$details` says is loading. Never rejects. */
  readonly load: (chatId: string, asked: AskedChat) => Promise<void>;
  /** Gives up the running load, if any. */
  readonly cancel: () => void;
  /** Resolves when the chat on show is loaded, or left. @throws ChatApiError what kept it from loading */
  readonly whenReady: () => Promise<void>;
}

/** What loading needs. */
interface LoadContext {
  readonly state: Pick<ChatState, '$details'>;
  /** Shows a chat as soon as its reply is there. @throws what kept it from coming */
  readonly show: (chatId: string, reply: Promise<ChatDetailsReply>, signal: AbortSignal) => Promise<void>;
}

/** The loader of one conversation. */
export function createChatLoader({ state, show }: LoadContext): ChatLoader {
  let running: { controller: AbortController; done: Promise<void> } | null = null;

  function cancel(): void {
    running?.controller.abort();
    running = null;
  }

  async function read(chatId: string, { reply, controller: { signal } }: AskedChat): Promise<void> {
    try {
      await show(chatId, reply, signal);
    } catch (cause) {
      if (signal.aborted) return;
      const error = cause instanceof ChatApiError ? cause : new ChatApiError('internal', { cause });
      state.$details.set({ state: 'failed', chatId, error });
    }
  }

  function load(chatId: string, asked: AskedChat): Promise<void> {
    cancel();
    const done = read(chatId, asked);
    running = { controller: asked.controller, done };
    return done;
  }

  async function whenReady(): Promise<void> {
    await running?.done;
    const details = state.$details.get();
    if (details.state === 'failed') throw details.error;
  }

  return { load, cancel, whenReady };
}
