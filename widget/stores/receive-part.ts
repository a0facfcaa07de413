import type { StreamPart } from '../../protocol/event-stream.ts';
import type { Message, MessageStatus } from '../../protocol/message.ts';
import type { ChatState } from './chat-state.ts';
import type { QuotaStore } from './quota.ts';
import type { Turn } from './turn.ts';

/** A chat that has news: it exists now, or its title changed. */
export interface ChatNews {
  id: string;
  title: string | null;
}

/** What the parts of a running answer change. */
export interface TurnTarget {
  readonly state: ChatState;
  readonly quota: Pick<QuotaStore, 'set'>;
  readonly newId: () => string;
  readonly now: () => Date;
  readonly onChat: (chat: ChatNews) => void;
}

/** Replaces one message, and makes a new list of it, because stores are compared by identity. */
export function replaceMessage(state: ChatState, id: string, changes: Partial<Message>): void {
  const messages = state.$messages.get();
  state.$messages.set(messages.map((message) => (message.id === id ? { ...message, ...changes } : message)));
}

/** Takes one message out of the list. */
export function removeMessage(state: ChatState, id: string): void {
  state.$messages.set(state.$messages.get().filter((message) => message.id !== id));
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
  state.$messages.set([...messages.slice(0, question + 1), answer]);
  state.$answer.set({ state: 'streaming', userMessageId: turn.userMessageId, messageId: id });
}

/** Folds the streamed text into the answer's message, once, and ends the turn. */
export function settleAnswer(turn: Turn, status: MessageStatus, { state }: TurnTarget): void {
  turn.isSettled = true;
  if (turn.answerId !== null && state.$answer.get().state === 'streaming') {
    const { finishReason, usage } = turn;
    replaceMessage(state, turn.answerId, {
      content: state.$streamingText.get(),
      status,
      finishReason,
      usage,
    });
  }
  state.$answer.set({ state: 'idle' });
  state.$streamingText.set('');
}

/** Applies one part of a streamed answer. A word costs one string: the list is built anew only at both ends. */
export function receivePart(turn: Turn, part: StreamPart, target: TurnTarget): void {
  const { state } = target;
  switch (part.type) {
    case 'start':
      turn.isAccepted = true;
      turn.answerId = part.messageId;
      state.$chatId.set(part.messageMetadata.chatId ?? turn.chatId);
      target.onChat({ id: part.messageMetadata.chatId ?? turn.chatId, title: state.$title.get() });
      break;
    case 'text-delta':
      if (state.$answer.get().state !== 'streaming') showAnswer(turn, target);
      state.$streamingText.set(state.$streamingText.get() + part.delta);
      break;
    case 'message-metadata':
      turn.status = part.messageMetadata.status ?? turn.status;
      turn.usage = part.messageMetadata.usage ?? turn.usage;
      break;
    case 'finish':
      // An answer without a word is an answer too: its place says so.
      if (state.$answer.get().state !== 'streaming') showAnswer(turn, target);
      turn.finishReason = part.finishReason;
      turn.usage = part.messageMetadata.usage ?? turn.usage;
      settleAnswer(turn, part.messageMetadata.status ?? turn.status ?? 'complete', target);
      break;
    case 'data-chat':
      if (part.data.title !== null) state.$title.set(part.data.title);
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
