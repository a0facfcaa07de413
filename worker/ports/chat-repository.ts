import type { ErrorCode } from '../../protocol/errors.ts';
import type { Chat, ChatDetailsReply } from '../../protocol/history.ts';
import type { FinishReason, Message } from '../../protocol/message.ts';
import type { Quota } from '../../protocol/quota.ts';
import type { PromptMessage, TokenCount } from './ai-provider.ts';
import type { Caller, User } from './caller.ts';
import type { AnswerInProgress } from './running-answers.ts';

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
  /**
   * Whether its answer, should it have been begun before, is known to run nowhere. Only then it ends with its reservation:
   * who runs it may have lost the database and nothing else.
   */
  readonly isLost: boolean;
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

/** A turn that was begun before and whose answer was not ended. */
export interface RunningTurn {
  readonly state: 'running';
  readonly answer: AnswerInProgress;
}

/** What came of beginning a turn. */
export type BegunTurn = StartedTurn | ReplayedTurn | RunningTurn;

/** How an answer ended. */
export interface TurnEnd {
  readonly answerId: string;
  readonly status: 'complete' | 'stopped' | 'interrupted' | 'failed';
  /** Null keeps what was checkpointed, of an answer whose host has died; without a word of it the answer has failed. */
  readonly content: string | null;
  readonly finishReason: FinishReason | null;
  readonly errorCode: ErrorCode | null;
  /** Who answered: the provider that was asked for, which null stands for as well, or its fallback. */
  readonly providerId: string | null;
  /** Whether a model may be asked for a title, should this be the first answer of its chat. */
  readonly wantsTitle: boolean;
  /** Whether a part of a reply came, be it one that only thinks. */
  readonly hasBegun: boolean;
  /**
   * How many requests the providers have most likely read, and billed, without a count: they were too slow, or filtered, or
   * stopped before their first word.
   */
  readonly uncountedReads: number;
  /** What the provider did not count the database estimates. */
  readonly usage: TokenCount | null;
}

/** A turn as it was stored at its end. */
export interface FinishedTurn {
  /** Null when the chat was deleted while its answer ran. */
  readonly answer: Message | null;
  readonly quota: Quota;
  readonly costMicroUsd: number;
  /** Names the reservation for a title when one is due: whoever gets it asks a model and calls `finishTitle`. */
  readonly titleId: string | null;
}

/** What came of asking a model for a title. */
export interface TitleEnd {
  readonly titleId: string;
  /** Null when the model gave none that can be used. */
  readonly title: string | null;
  /** Null when the model was not reached: then it cost nothing. */
  readonly usage: TokenCount | null;
}

/** Where to go on in a list of chats: the last one that was seen. */
export interface ChatCursor {
  /** As the database wrote it, to the microsecond. */
  readonly updatedAt: string;
  readonly id: string;
}

/** Which part of a list of chats. */
export interface ChatListing {
  readonly limit: number;
  readonly cursor: ChatCursor | null;
  readonly search: string | null;
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

  /**
   * Stores the text so far of an answer that runs, so that it is not lost with this isolate, and tells that it still runs:
   * one that is not heard of for 90 s is taken to have died. It changes nothing about one that has ended.
   */
  checkpointTurn(answerId: string, content: string): Promise<void>;

  /**
   * Settles what a title has cost and gives it to its chat, unless somebody has named the chat meanwhile.
   * @returns the title the chat has now
   */
  finishTitle(end: TitleEnd): Promise<string | null>;

  /** A user's chats, newest first; with `search` those whose title or messages hold that text. */
  listChats(user: User, page: ChatListing): Promise<ChatPage>;

  /** @throws AppError `not_found`, for a chat of somebody else as well */
  renameChat(user: User, chatId: string, title: string): Promise<Chat>;

  /** @throws AppError `not_found`, for a chat of somebody else as well */
  deleteChat(user: User, chatId: string): Promise<void>;

  /**
   * A user's chat with all its messages, however many, in the order they were written.
   * @throws AppError `not_found`, for a chat of somebody else as well
   */
  getWholeChat(user: User, chatId: string): Promise<ChatDetailsReply>;

  /**
   * The answers of a chat that run, one to a message at most, the newest first.
   * @throws AppError `not_found`, for a chat of somebody else as well
   */
  findRunningAnswers(caller: Caller, chatId: string): Promise<AnswerInProgress[]>;

  /**
   * A chat and its newest 1,000 messages, in the order they were written.
   * @throws AppError `not_found` for a chat that is unknown and for one of somebody else, alike
   */
  getChat(caller: Caller, chatId: string): Promise<ChatDetailsReply>;

  /**
   * Makes all chats of a visitor a user's own, with what was said in them and what is thought of it. Answers that run go on.
   * @returns the ids of those that were moved, newest first; none the second time
   * @throws AppError `invalid_token` when the user has been deleted since their token was signed
   */
  claimChats(user: User, visitorId: string): Promise<string[]>;
}
