import { ChatApiError } from '../api/chat-api-error.ts';
import { type AnswerState, type ChatState, isUnsent, replaceMessage } from './chat-state.ts';
import type { OpenTurns, Turn } from './turn.ts';

/** What stands below a question that a stored chat still owes an answer to. Why, only the answer's status tells. */
function owedAnswer({ userMessageId, status }: Turn): AnswerState {
  const error = new ChatApiError(status === 'failed' ? 'provider_failed' : 'interrupted');
  return { state: 'failed', userMessageId, error, canRetry: true, canTakeBack: false };
}

/** Shows what is known of a running answer: it goes on from there. */
function showRunning({ userMessageId, answerId }: Turn, state: ChatState): void {
  const shown = state.$messages.get().find(({ id }) => id === answerId);
  state.$streamingText.set(shown?.content ?? '');
  if (shown !== undefined) replaceMessage(state, shown.id, { content: '' });
  state.$answer.set(
    shown === undefined
      ? { state: 'waiting', userMessageId, isJoined: true }
      : { state: 'streaming', userMessageId, messageId: shown.id, isJoined: true },
  );
}

/** What is known here says more than what is stored: a message never arrived, or why an
 * answer failed. */
function isKnown(answer: AnswerState, turn: Turn | null, open: OpenTurns, { $messages }: ChatState): boolean {
  if (answer.state !== 'failed') return false;
  const { userMessageId, canTakeBack } = answer;
  const asked = $messages.get().find(({ id }) => id === userMessageId);
  if (canTakeBack) return asked !== undefined && isUnsent(asked);
  // Another answer that came to nothing leaves nothing that is stored: the one before is still there.
  const isAnswered = turn === null && open.current?.answerKey != null && asked !== undefined;
  return isAnswered || userMessageId === turn?.userMessageId;
}

/** Takes over what a stored chat, which is on the screen by now, has open, unless more is known here. */
export function adoptTurn(turn: Turn | null, open: OpenTurns, state: ChatState): void {
  const answer = state.$answer.get();
  if (!turn?.isJoined && isKnown(answer, turn, open, state)) return;
  if (turn === null) {
    // The turn before is kept: it may still wait for its chat's title.
    state.$streamingText.set('');
    if (answer.state !== 'idle') state.$answer.set({ state: 'idle' });
    return;
  }
  open.current?.controller.abort();
  open.current = turn;
  if (turn.isJoined) {
    showRunning(turn, state);
    return;
  }
  state.$streamingText.set('');
  state.$answer.set(owedAnswer(turn));
}
