import type { ErrorCode } from '../../protocol/errors.ts';
import type { Chat, ChatDetailsReply } from '../../protocol/history.ts';
import type { FinishReason, Message } from '../../protocol/message.ts';
import type { Quota } from '../../protocol/quota.ts';
import type { PromptMessage, TokenCount } from './ai-provider.ts';
import type { Caller, User } from './caller.ts';

/** What is asked of the database before a model is asked anything. */
export interface TurnToBegin {
  /** The idempotency key: the id of the user message, or of the new answer when `isRegeneration`. */
  readonly messageId: string;
  /** Null when `isRegeneration`. */
  readonly content: string | null;
  readonly providerId: string;
  readonly promptId: string | null;
  readonly chatId: string | null;
  readonly parentId: string | null;
  readonly isRegeneration: boolean;
  /** The title of the chat, should this turn open one. */
  readonly title: string | null;
}

interface Turn {
  readonly chatId: string;
  readonly title: string | null;
  readonly userMessage: Message;
  readonly quota: Quota;
}

/** A turn that has its place, its reservation and the conversation to send: now ask the model. */
export interface StartedTurn extends Turn {
  readonly state: 'started';
  readonly answerId: string;
  readonly history: readonly PromptMessage[];
}

/** A turn that was answered before: nothing is asked or paid again. */
export interface ReplayedTurn extends Turn {
  readonly state: 'replay';
  readonly answer: Message;
}

/** What came of beginning a turn; `running` when its answer is being written by another request. */
export type BegunTurn = StartedTurn | ReplayedTurn | { readonly state: 'running' };

/** How an answer ended. */
export interface TurnEnd {
  readonly answerId: string;
  readonly status: 'complete' | 'stopped' | 'interrupted' | 'failed';
  readonly content: string;
  readonly finishReason: FinishReason | null;
  readonly errorCode: ErrorCode | null;
  /** What the provider did not count the database estimates. */
  readonly usage: TokenCount | null;
}

/** A turn as it was stored at its end. */
export interface FinishedTurn {
  /** Null when the chat was deleted while its answer ran. */
  readonly answer: Message | null;
  readonly quota: Quota;
  readonly costMicroUsd: number;
}

/** Where to go on in a list of chats: the last one that was seen. */
export interface ChatCursor {
  /** As the database wrote it, to the microsecond. */
  readonly updatedAt: string;
  readonly id: string;
}

/** A part of a list of chats; `next` is null on the last. */
export interface ChatPage {
  readonly chats: Chat[];
  readonly next: ChatCursor | null;
}

/** Where conversations are kept. All methods throw AppError `service_unavailable` when that place can't answer. */
export interface ChatRepository {
  /**
   * Checks the owner, the limits and the budget, stores the user message and reserves the cost: one request.
   * @throws AppError with any code by which a turn is refused
   */
  beginTurn(caller: Caller, turn: TurnToBegin): Promise<BegunTurn>;

  /**
   * Stores the answer and settles its cost: one request. A second call for one answer changes nothing.
   * @param signal gives the request up, which then is `service_unavailable`; the answer may be stored all the same
   */
  finishTurn(end: TurnEnd, signal: AbortSignal): Promise<FinishedTurn>;

  /** A user's chats, newest first. */
  listChats(user: User, page: { limit: number; cursor: ChatCursor | null }): Promise<ChatPage>;

  /**
   * A chat and its newest 1,000 messages, in the order they were written.
   * @throws AppError `not_found` for a chat that is unknown and for one of somebody else, alike
   */
  getChat(caller: Caller, chatId: string): Promise<ChatDetailsReply>;
}
