import type { ErrorCode } from '../../protocol/errors.ts';
import type { StreamPart } from '../../protocol/event-stream.ts';
import type { Message } from '../../protocol/message.ts';
import type { Quota } from '../../protocol/quota.ts';
import type { CatalogPrompt, CatalogProvider } from './catalog-repository.ts';
import type { StartedTurn } from './chat-repository.ts';

/** A turn with everything its answer takes. It is plain data, so that it can be handed to another isolate. */
export interface TurnToRun {
  readonly turn: StartedTurn;
  readonly provider: CatalogProvider;
  readonly prompt: CatalogPrompt | null;
  readonly requestId: string;
  /** Stands for the caller in the log, and can't be traced back to them. */
  readonly callerHash: string;
}

/** What an answer came to. `code` tells what broke when it is neither complete nor stopped. */
export interface AnswerOutcome {
  /** Null when the chat was deleted meanwhile. */
  readonly answer: Message | null;
  readonly quota: Quota;
  readonly code: ErrorCode | null;
  /** Seconds, when the provider asked us to wait. */
  readonly retryAfterSeconds: number | null;
}

/** An answer on its way. */
export interface AnswerRun {
  /** Ends with `finish` or `error`. Cancelling it means that the reader has left: the provider is stopped. */
  readonly parts: ReadableStream<StreamPart>;
  /** Settles when the answer is stored; rejects with AppError only when it could not be. */
  readonly outcome: Promise<AnswerOutcome>;
}

/** Has the model answer a begun turn, and sees to it that the end is stored, whatever happens. */
export interface AnswerRunner {
  run(turn: TurnToRun): AnswerRun;
}
