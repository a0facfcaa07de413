import type { ChatDetailsReply } from '../../protocol/history.ts';
import type { Message } from '../../protocol/message.ts';
import type { ChatApiError } from '../api/chat-api-error.ts';
import { adoptTurn } from './adopt-turn.ts';
import type { ChatState } from './chat-state.ts';
import { readStored } from './read-stored.ts';
import { showText, type TurnTarget } from './receive-part.ts';
import { isUnsent, joinTexts } from './settle-turn.ts';
import { requestStop, type StopContext } from './stop-turn.ts';
import type { OpenTurns, Turn } from './turn.ts';

/** Where stored chats are shown. */
export interface StoredTarget extends StopContext {
  readonly open: OpenTurns;
  /** Hears the rest of an answer that is on the screen as far as it is known. */
  readonly join: (turn: Turn) => void;
  /** Is given every text that the server has not accepted when it leaves the screen, and the reason. */
  readonly onUnsent: (text: string, reason: ChatApiError | null) => void;
}

/** What is on the screen: the messages, with the text of the one that runs. */
function shownMessages({ $messages, $answer, $streamingText }: ChatState): readonly Message[] {
  const answer = $answer.get();
  if (answer.state !== 'streaming') return $messages.get();
  return $messages
    .get()
    .map((message) =>
      message.id === answer.messageId ? { ...message, content: $streamingText.get() } : message,
    );
}

/** The turn that was stopped here, if this is it. One that had no `start` may have its answer by now. */
function findStopped(turn: Turn | null, { stopped }: OpenTurns): Turn | null {
  const last = turn && stopped.get(turn.chatId);
  if (!last) return null;
  if (last.answerId !== null) return last.answerId === turn.answerId ? last : null;
  if (last.stopping?.signal.aborted || last.userMessageId !== turn.userMessageId) return null;
  last.answerId = turn.answerId;
  return last;
}

/** Brings what the server has stored of the chat on show onto the screen, and goes on from there. */
export function showStored(
  chatId: string,
  { chat, messages: stored }: ChatDetailsReply,
  context: StoredTarget,
): void {
  const { state, open, join, onUnsent } = context;
  const { messages, turn } = readStored(chatId, stored, shownMessages(state));
  const stopped = findStopped(turn, open);
  // The server has not heard yet that it was stopped: what runs on there is nothing to show.
  if (stopped !== null && turn?.isJoined) void requestStop(stopped, context);
  const joined = stopped === null && turn?.isJoined ? turn : null;
  // One answer at a time: what was not sent before goes back to where it was written.
  const unsent = joined && messages.filter(isUnsent);
  const next = messages
    .filter((message) => !unsent?.includes(message))
    .map((message) =>
      message.id === stopped?.answerId && message.status === 'streaming'
        ? { ...message, status: 'stopped' as const }
        : message,
    );
  state.$title.set(chat.title);
  const before = state.$messages.get();
  if (next.length !== before.length || next.some((message, index) => message !== before[index]))
    state.$messages.set(next);
  state.$details.set({ state: 'ready' });
  adoptTurn(stopped === null ? turn : null, open, state);
  if (joined) join(joined);
  if (unsent?.length) onUnsent(joinTexts(unsent), null);
}

/**
 * Takes over what is stored of a chat whose answer nobody tells any more.
 * @returns false when it is said to run all the same
 */
export function catchUp(turn: Turn, reply: ChatDetailsReply, target: TurnTarget & StoredTarget): boolean {
  const answer = reply.messages.find(({ id }) => id === turn.answerId);
  if (answer?.status === 'streaming') {
    showText(turn, answer.content, target);
    return false;
  }
  turn.isSettled = true;
  showStored(turn.chatId, reply, target);
  if (!turn.isJoined) target.onTurn(turn.chatId);
  return true;
}
