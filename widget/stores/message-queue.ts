import type { ChatState } from './chat-state.ts';
import type { OutboxOptions } from './outbox-queue.ts';
import type { OpenTurns, Turn } from './turn.ts';
import { writeDown } from './write-down.ts';

/** What waiting needs. */
interface WaitContext extends OutboxOptions {
  readonly state: ChatState;
  readonly open: OpenTurns;
}

/**
 * Lets a message wait for its chat, which loads: it is on the screen, and written down. When that is over it is neither any more, and
 * is sent under the id that it had: whoever else has found it meanwhile and sent it, it is one message.
 * @returns whether its chat was left
 */
export function waitForChat(turn: Turn, context: WaitContext): Promise<boolean> {
  const { open, state } = context;
  return new Promise((resolve) => {
    const stop = state.$details.listen(() => {
      stop();
      const isLeft = turn.controller.signal.aborted;
      // What is written down is brought back next, and this one is sent from here.
      if (!isLeft) writeDown(turn, context, true);
      if (open.current === turn) open.current = null;
      resolve(isLeft);
    });
  });
}
