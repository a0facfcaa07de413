import type { ErrorCode } from '../../protocol/errors.ts';
import type { Message } from '../../protocol/message.ts';
import type { Quota } from '../../protocol/quota.ts';
import type { CatalogPrompt, CatalogProvider } from './catalog-repository.ts';
import type { StartedTurn } from './chat-repository.ts';

/** A turn with everything its answer takes. It is plain data, so that it can be handed to another isolate. */
export interface TurnToRun {
  readonly turn: StartedTurn;
  readonly provider: CatalogProvider;
  /** Answers when `provider` fails before its first word. */
  readonly fallback: CatalogProvider | null;
  readonly prompt: CatalogPrompt | null;
  readonly requestId: string;
  /** The header of that name (W3C Trace Context) which this turn's own requests carry. */
  readonly traceparent: string;
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
  /** Milliseconds from the request to the model until its first word; null when not a word came, or none was asked for. */
  readonly ttftMs: number | null;
}
