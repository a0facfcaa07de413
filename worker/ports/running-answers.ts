import type { AnswerOutcome, TurnToRun } from './turn-to-run.ts';

/** An answer that is said to run. */
export interface AnswerInProgress {
  readonly id: string;
  /** When its turn began, as the contract writes times: one that is quite new may not have reached its host yet. */
  readonly createdAt: string;
}

/** The answers that run, wherever that is. All methods throw AppError `service_unavailable` when that place can't be reached. */
export interface RunningAnswers {
  /**
   * Has a begun turn answered. The answer does not depend on its reader.
   * @returns what it tells, as `HostedAnswer.read` does
   */
  start(turn: TurnToRun): Promise<ReadableStream<Uint8Array>>;

  /**
   * The same for who wants an answer whole.
   * @returns what it came to, when it is stored
   * @throws AppError when it could not be stored
   */
  startWhole(turn: TurnToRun): Promise<AnswerOutcome>;

  /**
   * Joins an answer, from its first event or after the one with that id.
   * @returns null when nobody here runs it: it has ended, or its host has died, and then it is ended by this
   */
  join(answer: AnswerInProgress, lastEventId: string | null): Promise<ReadableStream<Uint8Array> | null>;

  /**
   * Stops an answer and resolves when what came of it is stored, or after 2 s: the database may be away.
   * @returns false when nobody here runs it, as for `join`
   */
  stop(answer: AnswerInProgress): Promise<boolean>;
}
