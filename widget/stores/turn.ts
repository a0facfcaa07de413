import { countCharacters, hasVisibleText, messageCharactersMax } from '../../protocol/message-text.ts';
import type { FinishReason, Message, MessageStatus, TokenUsage } from '../../protocol/message.ts';
import { ChatApiError } from '../api/chat-api-error.ts';
import { type ChatState, replaceMessage } from './chat-state.ts';

/**
 * One message of a person on its way to its answer, or one that gets another answer. A retry is a new turn with the same ids and
 * text. It ends with its answer, or when its `controller` is aborted because its chat was left: then nothing of it may show any
 * more.
 */
export interface Turn {
  readonly chatId: string;
  readonly userMessageId: string;
  readonly text: string;
  /** What the message follows, or the chat's id for a first one; null for whatever is the newest when it arrives. */
  readonly parentId: string | null;
  /** The answer that was there before has another beside it: the id that the new one is asked for under. Null for a message. */
  readonly answerKey: string | null;
  /** The model of this turn alone; null for the one that is chosen. */
  readonly onlyProviderId: string | null;
  /** What was on the screen before a changed text took its place. */
  readonly before: readonly Message[] | null;
  readonly controller: AbortController;
  /** What the person had chosen when it was sent. */
  providerId: string | null;
  promptId: string | null;
  /** The server's id of the answer, from the moment it has begun this turn. */
  answerId: string | null;
  /** The answer ran already when this element came to it. */
  isJoined: boolean;
  /** A request for it has gone out. */
  isSent: boolean;
  /** The person has stopped it: aborted when the server is no longer asked to. Null before. */
  stopping: AbortController | null;
  /** All that this telling of the answer has said so far. What is shown of it only ever grows: see `receivePart`. */
  received: string;
  /** The last event of this telling, after which another connection can go on. */
  lastEventId: string | null;
  /** The server keeps the message: nothing of it can be lost any more. */
  isAccepted: boolean;
  /** The answer has ended, one way or another; what still arrives is news about the chat. */
  isSettled: boolean;
  status: MessageStatus | null;
  finishReason: FinishReason | null;
  usage: TokenUsage | null;
}

/** The turns of a conversation that are not over. */
export interface OpenTurns {
  /** Runs, waits for its chat's title, or can be asked for again. */
  current: Turn | null;
  /** The turn that was stopped last, by its chat. */
  readonly stopped: Map<string, Turn>;
}

/** What a turn begins with. */
export type TurnStart = Pick<Turn, 'chatId' | 'userMessageId' | 'text'> &
  Partial<Pick<Turn, 'isAccepted' | 'parentId' | 'answerKey' | 'onlyProviderId' | 'before'>>;

/** A turn that is about to be sent. Of a turn that is tried again only what it began with is taken over. */
export function createTurn(start: TurnStart): Turn {
  return {
    isAccepted: false,
    parentId: null,
    answerKey: null,
    onlyProviderId: null,
    before: null,
    ...start,
    controller: new AbortController(),
    providerId: null,
    promptId: null,
    answerId: null,
    isJoined: false,
    isSent: false,
    stopping: null,
    received: '',
    lastEventId: null,
    isSettled: false,
    status: null,
    finishReason: null,
    usage: null,
  };
}

/** @throws ChatApiError for a text that the server would refuse */
export function checkText(text: string): void {
  if (!hasVisibleText(text)) throw new ChatApiError('invalid_request');
  if (countCharacters(text) > messageCharactersMax) throw new ChatApiError('message_too_long');
}

/**
 * The person's own message, as it stands in the list from the moment it is sent.
 * @param leafId what it follows where its turn does not say so
 */
export function toMessage(
  turn: Pick<Turn, 'chatId' | 'userMessageId' | 'text' | 'parentId'>,
  leafId: string | undefined,
  now: Date,
): Message {
  const { chatId, userMessageId, text, parentId } = turn;
  return {
    id: userMessageId,
    parentId: parentId === chatId ? null : (parentId ?? leafId ?? null),
    role: 'user',
    content: text,
    status: 'complete',
    finishReason: null,
    providerId: null,
    promptId: null,
    usage: null,
    createdAt: now.toISOString(),
  };
}

/** Says beside the message of a turn that it came to nothing, and what can be done about it. */
export function showFailure(
  { userMessageId, isAccepted }: Turn,
  error: ChatApiError,
  state: ChatState,
  canRetry = true,
  canTakeBack = !isAccepted,
): void {
  if (!isAccepted) replaceMessage(state, userMessageId, { status: 'failed' });
  state.$answer.set({ state: 'failed', userMessageId, error, canRetry, canTakeBack });
}
