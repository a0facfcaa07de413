import { ChatApiError } from '../api/chat-api-error.ts';
import type { ChatState } from './chat-state.ts';
import type { ChatLoader } from './load-chat.ts';
import type { OutboxQueue } from './outbox-queue.ts';
import { createTurn, toMessage, type Turn } from './turn.ts';

/** A message that was written while its chat is still loading: it is on the screen, written down, and waits. */
export interface MessageQueue {
  /**
   * Shows the text below the chat that loads, until it is there.
   * @returns whether it may be sent now; false when its chat was left
   * @throws ChatApiError `turn_in_progress` when one waits already, and whatever kept the chat from loading
   */
  wait: (text: string) => Promise<boolean>;
  /** Gives up waiting. @param former see `Outbox.leave` @returns the text that waited and is not written down, or null */
  leave: (former?: string | null) => string | null;
}

/** Takes one message out of the conversation: what the server never had. */
function removeMessage({ $messages, tree }: ChatState, id: string): void {
  tree.all.delete(id);
  $messages.set($messages.get().filter((message) => message.id !== id));
}

/** The queue of one conversation. It has room for one message, as a conversation has for one answer. */
export function createMessageQueue(
  loader: Pick<ChatLoader, 'whenReady'>,
  state: ChatState,
  { newId, now }: { newId: () => string; now: () => Date },
  queue: Pick<OutboxQueue, 'write' | 'forget' | 'read'>,
): MessageQueue {
  let waiting: Turn | null = null;

  async function wait(text: string): Promise<boolean> {
    if (waiting !== null) throw new ChatApiError('turn_in_progress');
    const mine = createTurn({ chatId: state.$chatId.get() ?? '', userMessageId: newId(), text });
    waiting = mine;
    state.$messages.set([...state.$messages.get(), toMessage(mine, undefined, now())]);
    queue.write(mine);
    try {
      await loader.whenReady();
      return waiting === mine;
    } catch (error) {
      if (waiting !== mine) return false;
      throw error;
    } finally {
      if (waiting === mine) {
        waiting = null;
        removeMessage(state, mine.userMessageId);
        queue.forget(new Set([mine.userMessageId]));
      }
    }
  }

  function leave(former?: string | null): string | null {
    const turn = waiting;
    waiting = null;
    const isKept = queue.read(former).some(({ messageId }) => messageId === turn?.userMessageId);
    return isKept ? null : (turn?.text ?? null);
  }

  return { wait, leave };
}
