import type { StreamPart } from '../../protocol/event-stream.ts';
import type { AnswerRun } from '../ports/answer-runner.ts';
import type { ReplayedTurn } from '../ports/chat-repository.ts';
import { finishParts, openingParts, textEndPart, textPart, textStartPart } from './answer-parts.ts';

/** Tells a stored answer again, in the same parts as when it was written. */
export function replayAnswer(turn: ReplayedTurn): AnswerRun {
  const { answer, quota } = turn;
  const text = answer.content ? [textStartPart, textPart(answer.content), textEndPart] : [];
  const all = [...openingParts(turn, answer.id), ...text, ...finishParts(answer, null)];
  const parts = new ReadableStream<StreamPart>({
    start(controller) {
      for (const part of all) controller.enqueue(part);
      controller.close();
    },
  });
  const outcome = { answer, quota, code: null, retryAfterSeconds: null, ttftMs: null };
  return { parts, outcome: Promise.resolve(outcome), settled: Promise.resolve() };
}
