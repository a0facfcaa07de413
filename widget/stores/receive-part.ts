import type { StreamPart } from '../../protocol/event-stream.ts';
import type { Message } from '../../protocol/message.ts';
import { ChatApiError } from '../api/chat-api-error.ts';
import type { QuotaStore } from './quota.ts';
import { isUnsent } from './chat-state.ts';
import { failTurn, type SettleTarget, settleAnswer } from './settle-turn.ts';
import type { Turn } from './turn.ts';

/** A chat that has news: it exists now, or its title changed. */
export interface ChatNews {
  id: string;
  title: string | null;
}

/** What the parts of a running answer change. */
export interface TurnTarget extends SettleTarget {
  readonly quota: Pick<QuotaStore, 'set'>;
  readonly newId: () => string;
  readonly now: () => Date;
  readonly onChat: (chat: ChatNews) => void;
  /** Hears of a turn whose message the server has, when that was not known before. */
  readonly onAccepted: (turn: Turn) => void;
}

/** Puts the answer under its question, in the place of one that broke off before. */
function showAnswer(turn: Turn, { state, newId, now }: TurnTarget): void {
  const messages = state.$messages.get();
  const question = messages.findIndex(({ id }) => id === turn.userMessageId);
  const id = (turn.answerId ??= newId());
  const answer: Message = {
    id,
    parentId: turn.userMessageId,
    role: 'assistant',
    content: '',
    status: 'streaming',
    finishReason: null,
    providerId: turn.providerId,
    promptId: turn.promptId,
    usage: null,
    createdAt: now().toISOString(),
  };
  const { userMessageId, isJoined } = turn;
  const [before, after] = [messages.slice(0, question + 1), messages.slice(question + 1)];
  // Of the same answer nothing that was seen goes away again.
  state.$streamingText.set(after.find((message) => message.id === id)?.content ?? '');
  state.$messages.set([...before, answer, ...after.filter(isUnsent)]);
  state.$answer.set({ state: 'streaming', userMessageId, messageId: id, isJoined });
}

/** A telling from the start says again what is on the screen: that changes when there is more of it. */
export function showText(turn: Turn, text: string, target: TurnTarget): void {
  const { $answer, $streamingText } = target.state;
  if (text === '') return;
  if ($answer.get().state !== 'streaming') showAnswer(turn, target);
  if (text.length > $streamingText.get().length) $streamingText.set(text);
}

function receiveStart(turn: Turn, part: StreamPart & { type: 'start' }, target: TurnTarget): void {
  const { messageId, messageMetadata } = part;
  const isNew = turn.answerId === null;
  turn.answerId = messageId;
  turn.received = '';
  if (!isNew) return;
  const id = messageMetadata.chatId ?? turn.chatId;
  if (!turn.isAccepted) target.onAccepted(turn);
  turn.isAccepted = true;
  target.state.$chatId.set(id);
  target.onChat({ id, title: target.state.$title.get() });
  target.onTurn(turn.chatId);
}

function receiveFinish(turn: Turn, part: StreamPart & { type: 'finish' }, target: TurnTarget): void {
  const { finishReason, messageMetadata } = part;
  const { $answer } = target.state;
  const status = messageMetadata.status ?? turn.status ?? 'complete';
  turn.finishReason = finishReason;
  turn.usage = messageMetadata.usage ?? turn.usage;
  turn.status = status;
  const isWell = status === 'complete' || status === 'stopped';
  // An answer without a word is an answer too, and its place says so; but it takes no other's place because it was stopped.
  const isNothing = status === 'stopped' && turn.answerKey !== null;
  if (isWell && !isNothing && $answer.get().state !== 'streaming') showAnswer(turn, target);
  if (isWell || turn.stopping) settleAnswer(turn, status, target);
  else failTurn(turn, new ChatApiError('interrupted'), target);
}

/** Applies one part of a streamed answer. A word costs one string: the list is built anew only at both ends. */
export function receivePart(turn: Turn, part: StreamPart, target: TurnTarget): void {
  switch (part.type) {
    case 'start':
      receiveStart(turn, part, target);
      break;
    case 'text-delta':
      turn.received += part.delta;
      showText(turn, turn.received, target);
      break;
    case 'message-metadata':
      turn.status = part.messageMetadata.status ?? turn.status;
      turn.usage = part.messageMetadata.usage ?? turn.usage;
      break;
    case 'finish':
      receiveFinish(turn, part, target);
      break;
    case 'data-chat':
      // The last word of an answer: its chat may have been left for another one.
      if (part.data.id !== target.state.$chatId.get()) break;
      if (part.data.title !== null) target.state.$title.set(part.data.title);
      target.onChat(part.data);
      break;
    case 'data-quota':
      target.quota.set(part.data);
      break;
    case 'start-step':
    case 'text-start':
    case 'text-end':
    case 'finish-step':
    case 'error': // thrown by the port, never yielded
      break;
  }
}
