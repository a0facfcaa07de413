import type { Message } from '../../protocol/message.ts';
import { visibleBranch } from '../../protocol/visible-branch.ts';
import type { ChatApi } from '../api/chat-api.ts';
import { ChatApiError } from '../api/chat-api-error.ts';
import type { ChatState } from './chat-state.ts';
import { createTurn, type Turn } from './turn.ts';

/** Loads stored chats into a conversation, one at a time: a slow reply never lands in another chat. */
export interface ChatLoader {
  /** @returns the turn that a loaded chat still owes an answer to, or null; never rejects */
  load(chatId: string): Promise<Turn | null>;
  /** Gives up the running load, if any. */
  cancel(): void;
  /** @throws ChatApiError what kept the chat on show from loading */
  whenReady(): Promise<void>;
}

/** A running answer that nobody here listens to reads as one that broke off: a retry finds out what became of it. */
function settled(message: Message): Message {
  return message.status === 'streaming' ? { ...message, status: 'interrupted' } : message;
}

/** The newest question, when its answer is missing or broke off. */
function unansweredTurn(chatId: string, branch: readonly Message[]): Turn | null {
  const last = branch.at(-1);
  const isAnswered = last?.role === 'assistant' && (last.status === 'complete' || last.status === 'stopped');
  const question = last?.role === 'user' ? last : branch.find(({ id }) => id === last?.parentId);
  if (isAnswered || question === undefined) return null;
  const turn = createTurn({ chatId, userMessageId: question.id, text: question.content, isAccepted: true });
  return Object.assign(turn, { status: last?.role === 'assistant' ? last.status : null });
}

/** The loader of one conversation. */
export function createChatLoader(api: Pick<ChatApi, 'getChatMessages'>, state: ChatState): ChatLoader {
  let running: { controller: AbortController; done: Promise<unknown> } | null = null;

  function cancel(): void {
    running?.controller.abort();
    running = null;
    state.$details.set({ state: 'ready' });
  }

  async function read(chatId: string, controller: AbortController): Promise<Turn | null> {
    const isStale = () => controller.signal.aborted;
    try {
      const { chat, messages } = await api.getChatMessages(chatId, { signal: controller.signal });
      if (isStale()) return null;
      const branch = visibleBranch(messages).map(settled);
      state.$title.set(chat.title);
      state.$messages.set(branch);
      state.$details.set({ state: 'ready' });
      return unansweredTurn(chatId, branch);
    } catch (cause) {
      if (isStale()) return null;
      const error = cause instanceof ChatApiError ? cause : new ChatApiError('internal', { cause });
      state.$details.set({ state: 'failed', chatId, error });
      return null;
    }
  }

  function load(chatId: string): Promise<Turn | null> {
    cancel();
    const controller = new AbortController();
    state.$chatId.set(chatId);
    state.$details.set({ state: 'loading', chatId });
    const done = read(chatId, controller);
    running = { controller, done };
    return done;
  }

  async function whenReady(): Promise<void> {
    while (state.$details.get().state === 'loading') await running?.done;
    const details = state.$details.get();
    if (details.state === 'failed') throw details.error;
  }

  return { load, cancel, whenReady };
}
