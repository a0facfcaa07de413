import type { Feedback } from '../../protocol/feedback.ts';
import type { Caller } from './caller.ts';

/** Where it is kept what people think of answers. All methods throw AppError `service_unavailable` when it can't answer. */
export interface FeedbackRepository {
  /**
   * Keeps what the caller thinks of an answer, instead of what they thought before: one request.
   * @returns what is kept; a comment that nobody would see is none
   * @throws AppError `not_found` for what is no answer in a chat of the caller's own; `turn_in_progress` while it is written
   */
  give(caller: Caller, messageId: string, feedback: Feedback): Promise<Feedback>;

  /**
   * Takes back what the caller thinks of an answer, if they think anything: one request.
   * @throws AppError `not_found`, like {@link give}
   */
  withdraw(caller: Caller, messageId: string): Promise<void>;
}
