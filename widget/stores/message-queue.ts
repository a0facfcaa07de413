import { ChatApiError } from '../api/chat-api-error.ts';
import { type ChatState, removeMessage } from './chat-state.ts';
import type { ChatLoader } from './load-chat.ts';
import { toMessage } from './turn.ts';

/** A message that was written while its chat is still loading: it is on the screen, and waits. */
export interface MessageQueue {
  /**
   * Shows the text below the chat that loads, until it is there.
   * @returns whether it may be sent now; false when its chat was left
   * @throws ChatApiError `turn_in_progress` when one waits already, and whatever kept the chat from loading
   */
  wait: (text: string) => Promise<boolean>;
  /** Gives up waiting. @returns the text that waited, or null */
  leave: () => string | null;
}

/** The queue of one conversation. It has room for one message, as a conversation has for one answer. */
export function createMessageQueue(
  loader: Pick<ChatLoader, 'whenReady'>,
  state: ChatState,
  { newId, now }: { newId: () => string; now: () => Date },
): MessageQueue {
  let waiting: { text: string } | null = null;

  async function wait(text: string): Promise<boolean> {
    if (waiting !== null) throw new ChatApiError('turn_in_progress');
    const mine = { text };
    waiting = mine;
    const turn = { chatId: '', userMessageId: newId(), text, parentId: null };
    state.$messages.set([...state.$messages.get(), toMessage(turn, undefined, now())]);
    try {
      await loader.whenReady();
      return waiting === mine;
    } catch (error) {
      if (waiting !== mine) return false;
      throw error;
    } finally {
      if (waiting === mine) {
        waiting = null;
        removeMessage(state, turn.userMessageId);
      }
    }
  }

  function leave(): string | null {
    const text = waiting?.text ?? null;
    waiting = null;
    return text;
  }

  return { wait, leave };
}
