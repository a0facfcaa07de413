import type { AppError } from '../errors.ts';
import type { TurnToRun } from '../ports/answer-runner.ts';
import type { FinishedTurn } from '../ports/chat-repository.ts';
import type { Logger } from '../ports/logger.ts';
import type { Verdict } from './judge-answer.ts';
import type { Draft } from './read-answer.ts';

interface TurnResult {
  readonly verdict: Verdict;
  readonly draft: Draft;
  /** Null when it could not be stored. */
  readonly finished: FinishedTurn | null;
  readonly error: AppError | null;
  readonly ttftMs: number | null;
  readonly durationMs: number;
}

/** One line for one turn: who, with which model, how much, how long, and how it ended. Never what was said. */
export function logTurn(logger: Logger, input: TurnToRun, result: TurnResult): void {
  const usage = result.draft.usage;
  const fields = {
    requestId: input.requestId,
    caller: input.callerHash,
    chatId: input.turn.chatId,
    answerId: input.turn.answerId,
    providerId: input.provider.id,
    provider: input.provider.kind,
    model: input.provider.model,
    inputTokens: usage?.inputTokens ?? null,
    outputTokens: usage?.outputTokens ?? null,
    cachedInputTokens: usage?.cachedInputTokens ?? null,
    costMicroUsd: result.finished?.costMicroUsd ?? null,
    ttftMs: result.ttftMs,
    durationMs: result.durationMs,
    status: result.verdict.status,
    code: result.verdict.code,
  };
  if (result.verdict.code === null) logger.info('turn', fields);
  else logger.error('turn', fields, result.error?.cause);
}
