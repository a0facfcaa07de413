import type { ReplayedTurn } from '../ports/chat-repository.ts';
import type { AnswerOutcome } from '../ports/turn-to-run.ts';
import { finishParts, openingParts, textEndPart, textPart, textStartPart } from './answer-parts.ts';
import { createEventLog } from './event-log.ts';

/** A stored answer, told again. */
export interface ReplayedAnswer {
  /** Server-sent events, as a hosted answer tells them. */
  readonly events: ReadableStream<Uint8Array>;
  readonly outcome: AnswerOutcome;
}

/** Tells a stored answer again, in the same parts as when it was written. */
export function replayAnswer(turn: ReplayedTurn): ReplayedAnswer {
  const { answer, quota } = turn;
  const text = answer.content ? [textStartPart, textPart(answer.content), textEndPart] : [];
  const log = createEventLog(answer.id);
  log.write(...openingParts(turn, answer.id), ...text, ...finishParts(answer, null));
  log.close();
  return {
    events: log.read(null),
    outcome: { answer, quota, code: null, retryAfterSeconds: null, ttftMs: null },
  };
}
