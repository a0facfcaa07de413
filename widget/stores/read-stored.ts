import { hasVisibleText } from '../../protocol/message-text.ts';
import type { Message } from '../../protocol/message.ts';
import { visibleBranch } from '../../protocol/visible-branch.ts';
import { isUnsent } from './settle-turn.ts';
import { createTurn, type Turn } from './turn.ts';

/** A chat as it is to be shown, from the server's copy and what is on the screen. */
export interface StoredChat {
  readonly messages: readonly Message[];
  /** The turn that the server is answering, or owes an answer to; null when everything is answered. */
  readonly turn: Turn | null;
}

/** What was seen of an answer that broke off, or runs, stays, even if less of it was stored. What did not change stays itself. */
function keepShown(stored: Message, shown: Message | undefined): Message {
  if (shown === undefined) return stored;
  if (shown.content === stored.content && shown.status === stored.status) return shown;
  const isLonger = stored.status !== 'complete' && shown.content.length > stored.content.length;
  return isLonger ? { ...stored, content: shown.content } : stored;
}

/** The newest question, when its answer runs, is missing or broke off. */
function openTurn(chatId: string, branch: readonly Message[]): Turn | null {
  const last = branch.at(-1);
  const isAnswered = last?.role === 'assistant' && (last.status === 'complete' || last.status === 'stopped');
  const question = last?.role === 'user' ? last : branch.find(({ id }) => id === last?.parentId);
  if (isAnswered || question === undefined) return null;
  const turn = createTurn({ chatId, userMessageId: question.id, text: question.content, isAccepted: true });
  if (last?.role !== 'assistant') return turn;
  const { id: answerId, status, providerId, promptId } = last;
  const isJoined = status === 'streaming';
  return Object.assign(turn, {
    answerId,
    providerId,
    promptId,
    isJoined,
    isSent: isJoined,
    status: isJoined ? null : status,
  });
}

/**
 * Reads a stored chat. Messages that never arrived stay below it.
 * @param stored all messages of the chat, in the order they were written
 * @param shown what is on the screen of the same chat, the text of a running answer included
 */
export function readStored(
  chatId: string,
  stored: readonly Message[],
  shown: readonly Message[] = [],
): StoredChat {
  const branch = visibleBranch(stored).map((message) =>
    keepShown(
      message,
      shown.find(({ id }) => id === message.id),
    ),
  );
  const turn = openTurn(chatId, branch);
  // An answer without a word has no place yet; or it broke before, and what stands below its question says so.
  if (turn !== null && branch.at(-1)?.id === turn.answerId && !hasVisibleText(branch.at(-1)?.content ?? ''))
    branch.pop();
  const ids = new Set(stored.map(({ id }) => id));
  return {
    messages: [...branch, ...shown.filter((message) => isUnsent(message) && !ids.has(message.id))],
    turn,
  };
}
