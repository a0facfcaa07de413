import type { ChatDetailsReply } from '../../protocol/history.ts';
import type { Message } from '../../protocol/message.ts';
import type { ChatApiError } from '../api/chat-api-error.ts';
import { adoptTurn } from './adopt-turn.ts';
import { type ChatState, isUnsent } from './chat-state.ts';
import type { Outbox } from './outbox.ts';
import { readStored } from './read-stored.ts';
import { showText, type TurnTarget } from './receive-part.ts';
import { requestStop, type StopContext } from './stop-turn.ts';
import type { OpenTurns, Turn } from './turn.ts';

/** Where stored chats are shown. */
export interface StoredTarget extends StopContext {
  readonly open: OpenTurns;
  readonly outbox: Pick<Outbox, 'isLoose' | 'restore' | 'giveBack'>;
  /** Looks again at what follows from the branch on show. */
  readonly lookAtBranch: () => void;
  /** Hears the rest of an answer that is on the screen as far as it is known. */
  readonly join: (turn: Turn) => void;
  /** Is given every text that the server has not accepted when it leaves the screen, and the reason. */
  readonly onUnsent: (text: string, reason: ChatApiError | null) => void;
}

/** All that is known, with the text of the answer that runs. */
function knownMessages({ tree, $answer, $streamingText }: ChatState): ReadonlyMap<string, Message> {
  const answer = $answer.get();
  const running = answer.state === 'streaming' ? tree.all.get(answer.messageId) : undefined;
  if (running === undefined) return tree.all;
  return new Map(tree.all).set(running.id, { ...running, content: $streamingText.get() });
}

/**
 * The message that keeps the reader on their branch: the last one on the screen that is stored. An answer that broke off keeps
 * nobody, if it was the newest: its question may have a better one by now.
 * @returns null when nothing that is stored is on the screen: then nobody is in the middle of a branch, and the newest one shows
 */
function placeOnBranch(stored: readonly Message[], { state, open }: StoredTarget): string | null {
  const ids = new Set(stored.map(({ id }) => id));
  const answer = state.$answer.get();
  const asked =
    answer.state === 'failed' ? stored.find(({ id }) => id === open.current?.answerKey) : undefined;
  // It was begun after all.
  if (asked?.status === 'streaming' || asked?.content) return asked.id;
  const last = state.$messages.get().findLast(({ id }) => ids.has(id));
  if (last === undefined) return null;
  const isWhole =
    last.role === 'user' || last.status === 'complete' || (last.status === 'stopped' && last.content !== '');
  const isNewest = (state.$siblings.get().get(last.id)?.at(-1) ?? last.id) === last.id;
  return isWhole || !isNewest ? last.id : last.parentId;
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

/**
 * Brings one branch of what is stored of the chat on show onto the screen, and goes on from there.
 * @param throughId as `visibleBranch`
 */
export function showMessages(
  chatId: string,
  stored: readonly Message[],
  context: StoredTarget,
  throughId: string | null,
): void {
  const { state, open, join, outbox } = context;
  const read = readStored(chatId, stored, knownMessages(state), outbox.isLoose, throughId);
  const { turn } = read;
  const stopped = findStopped(turn, open);
  // The server has not heard yet that it was stopped: what runs on there is nothing to show.
  if (stopped !== null && turn?.isJoined) void requestStop(stopped, context);
  const joined = stopped === null && turn?.isJoined ? turn : null;
  // One answer at a time: what was refused before goes back to where it was written.
  const isReturned = (message: Message) => isUnsent(message) && !state.$queuedIds.get().has(message.id);
  const unsent = joined ? read.messages.filter(isReturned) : [];
  const asStopped = (message: Message): Message =>
    message.id === stopped?.answerId && message.status === 'streaming'
      ? { ...message, status: 'stopped' }
      : message;
  const isKept = (message: Message) => !unsent.includes(message);
  const { tree } = state;
  tree.all.clear();
  for (const message of read.all.filter(isKept)) tree.all.set(message.id, asStopped(message));
  const next = read.messages.filter(isKept).map(asStopped);
  const before = state.$messages.get();
  if (next.length !== before.length || next.some((message, index) => message !== before[index]))
    state.$messages.set(next);
  else context.lookAtBranch();
  adoptTurn(stopped === null ? turn : null, open, state);
  if (joined) join(joined);
  if (unsent.length > 0) outbox.giveBack(unsent);
}

/** Shows what the server has stored of the chat on show. */
export function showStored(
  chatId: string,
  { chat, messages }: ChatDetailsReply,
  context: StoredTarget,
  throughId = placeOnBranch(messages, context),
): void {
  const { $title, $details } = context.state;
  $title.set(chat.title);
  $details.set({ state: 'ready' });
  showMessages(chatId, messages, context, throughId);
  context.outbox.restore(chatId);
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
  showStored(turn.chatId, reply, target, answer?.id ?? turn.userMessageId);
  if (!turn.isJoined) target.onTurn(turn.chatId);
  return true;
}
