import type { MessageStatus } from '../../protocol/message.ts';
import { ChatApiError } from '../api/chat-api-error.ts';
import { type ChatState, replaceMessage } from './chat-state.ts';
import { showFailure, type Turn } from './turn.ts';

/** What the end of a turn changes. */
export interface SettleTarget {
  readonly state: ChatState;
  /** Hears the id of the chat in which a message of this element was accepted, or its answer has ended: others may want to look. */
  readonly onTurn: (chatId: string) => void;
}

/** Folds the streamed text into the answer's message, once, and ends the turn. */
export function settleAnswer(turn: Turn, status: MessageStatus, { state, onTurn }: SettleTarget): void {
  turn.isSettled = true;
  if (turn.answerId !== null && state.$answer.get().state === 'streaming') {
    const { finishReason, usage, received } = turn;
    // What was seen of an answer that broke off stays, even if less of it is told again.
    const content = status === 'complete' ? received : state.$streamingText.get();
    replaceMessage(state, turn.answerId, { content, status, finishReason, usage });
  }
  state.$answer.set({ state: 'idle' });
  state.$streamingText.set('');
  if (turn.isAccepted && !turn.isJoined) onTurn(turn.chatId);
}

/** Ends a turn that came to nothing, and says what can be done about it. */
export function failTurn(
  turn: Turn,
  error: ChatApiError,
  target: SettleTarget,
  canRetry = error.retryable,
): void {
  settleAnswer(turn, turn.status ?? 'interrupted', target);
  showFailure(turn, error, target.state, canRetry);
}

/** Ends a turn that its person has stopped. A message that is not known to have arrived says so, and can be sent again. */
export function settleStopped(turn: Turn, target: SettleTarget): void {
  if (turn.isAccepted) settleAnswer(turn, 'stopped', target);
  else failTurn(turn, new ChatApiError('stopped'), target);
}
