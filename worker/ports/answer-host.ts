import type { AnswerOutcome, TurnToRun } from './turn-to-run.ts';

/** An answer where it runs. What it tells is kept as long as it runs, so that any number of readers can be told all of it. */
export interface HostedAnswer {
  /**
   * Server-sent events of the answer: all of them, or those after the one with that id, and then more as they come, to the
   * last. An id of another answer is as good as none. Comments come between them while there is silence, half a second apart: only
   * by writing is it noticed that a reader has left. The stream is one of bytes, as every platform can pass on.
   * Cancelling it means that this reader has left.
   */
  readonly read: (lastEventId: string | null) => ReadableStream<Uint8Array>;
  /**
   * Stops the answer; what came of it is kept. Resolves when that is stored, or can't be, and after 2 s at the latest: while the
   * database is away it is still being tried to be stored then. Never rejects.
   */
  readonly stop: () => Promise<void>;
  /** Settles when the answer is stored; rejects with AppError only when it could not be. */
  readonly outcome: Promise<AnswerOutcome>;
  /**
   * Resolves when nothing is left to do, a title for the chat included. Never rejects. Readers are kept for that title, but for no
   * longer than 10 s: its storing may take as long as that of the answer.
   */
  readonly settled: Promise<void>;
}

/** How an answer is hosted. */
export interface HostOptions {
  /** Somebody waits for the outcome, and counts as a reader who stays: nobody who reads is the last to leave. */
  readonly isAwaited?: boolean;
}

/** Runs answers, and ends those that nobody runs any more. */
export interface AnswerHost {
  /** Has a model answer a begun turn, and sees to it that the end is stored, whatever happens. */
  readonly host: (turn: TurnToRun, options?: HostOptions) => HostedAnswer;
  /**
   * Ends an answer whose host has died: what was checkpointed of it is kept, as interrupted, and its cost settled. One that
   * has ended stays as it is.
   * @throws AppError `service_unavailable`; then it may be tried again
   */
  readonly abandon: (answerId: string) => Promise<void>;
  /** Says in the log that nobody tries any more to end a lost answer, and why that has failed: it is left to housekeeping. */
  readonly logUnended: (answerId: string, reason: unknown) => void;
}
