import { formatEventId } from '../../protocol/event-id.ts';
import { hasVisibleText } from '../../protocol/message-text.ts';
import type { Message } from '../../protocol/message.ts';
import { visibleBranch } from '../../protocol/visible-branch.ts';
import { type IsLoose, layOut } from './branches.ts';
import { isUnsent } from './chat-state.ts';
import { createTurn, type Turn } from './turn.ts';

/** A chat as it is to be shown, from the server's copy and what is known of it here. */
export interface StoredChat {
  /** Every message, in the order they were written. */
  readonly all: readonly Message[];
  /** What of it is to be on the screen. */
  readonly messages: readonly Message[];
  /** The turn that the server is answering, or owes an answer to; null when everything on the screen is answered. */
  readonly turn: Turn | null;
}

const isDone = ({ status }: Message) => status === 'complete' || status === 'stopped';

/** What was seen of an answer that broke off, or runs, stays, even if less of it was stored. What did not change stays itself. */
function keepShown(stored: Message, shown: Message | undefined): Message {
  if (shown === undefined) return stored;
  const isRatedSo = JSON.stringify(shown.feedback) === JSON.stringify(stored.feedback);
  const isPlacedSo = shown.parentId === stored.parentId;
  if (isRatedSo && isPlacedSo && shown.content === stored.content && shown.status === stored.status)
    return shown;
  const isLonger = stored.status !== 'complete' && shown.content.length > stored.content.length;
  return isLonger ? { ...stored, content: shown.content } : stored;
}

/** Answers that broke off before their first word are nothing where their question has another one. */
function withoutNothings(stored: readonly Message[]): readonly Message[] {
  const isNothing = ({ role, status, content }: Message) =>
    role === 'assistant' && status !== 'complete' && status !== 'streaming' && !hasVisibleText(content);
  const answered = new Set(
    stored.flatMap((message) =>
      message.role === 'assistant' && !isNothing(message) ? [message.parentId] : [],
    ),
  );
  const followed = new Set(stored.map(({ parentId }) => parentId));
  return stored.filter(
    (message) => !isNothing(message) || !answered.has(message.parentId) || followed.has(message.id),
  );
}

/** The last question of a branch, when its answer runs, is missing or broke off. */
function openTurn(chatId: string, branch: readonly Message[], stored: readonly Message[]): Turn | null {
  const last = branch.at(-1);
  const question = last?.role === 'user' ? last : branch.find(({ id }) => id === last?.parentId);
  if (last === undefined || question === undefined || isUnsent(question)) return null;
  const start = { chatId, userMessageId: question.id, text: question.content, isAccepted: true };
  if (last === question) return createTurn(start);
  const { id: answerId, status, providerId, promptId } = last;
  const answers = stored.filter(({ role, parentId }) => role === 'assistant' && parentId === question.id);
  const isJoined = status === 'streaming';
  // What broke off and was asked for again is no longer owed.
  if (isDone(last) || (!isJoined && answers.at(-1) !== last)) return null;
  const answerKey = answers.some(isDone) ? answerId : null;
  return Object.assign(createTurn({ ...start, answerKey }), {
    answerId,
    providerId,
    promptId,
    isJoined,
    isSent: isJoined,
    status: isJoined ? null : status,
    // Of several that run the newest is told, unless another one is named: by its first event, which tells nothing new.
    lastEventId: isJoined && stored.at(-1) !== last ? formatEventId(answerId, 1) : null,
  });
}

/**
 * Reads a stored chat.
 * @param stored all messages of the chat, in the order they were written
 * @param known all that is known of the same chat, the text of a running answer included: what never arrived stays
 * @param throughId as `visibleBranch`
 */
export function readStored(
  chatId: string,
  stored: readonly Message[],
  known: ReadonlyMap<string, Message>,
  isLoose: IsLoose,
  throughId: string | null,
): StoredChat {
  const ids = new Set(stored.map(({ id }) => id));
  const unsent = [...known.values()].filter((message) => isUnsent(message) && !ids.has(message.id));
  const sent = withoutNothings(stored).map((message) => keepShown(message, known.get(message.id)));
  const all = [...sent, ...unsent];
  const branch = visibleBranch(
    all.filter((message) => !isLoose(message)),
    throughId,
  );
  const turn = openTurn(chatId, branch, sent);
  const last = branch.at(-1);
  const isWordless = last !== undefined && last.id === turn?.answerId && !hasVisibleText(last.content);
  if (turn === null || !isWordless) return { all, messages: layOut(all, isLoose, throughId), turn };
  // An answer without a word has no place yet; or it broke before, and what stands below its question says so.
  const rest = all.filter((message) => message !== last);
  return { all: rest, messages: layOut(rest, isLoose, turn.userMessageId), turn };
}
