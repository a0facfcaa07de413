import type { AppError } from '../errors.ts';
import type { TurnToRun } from '../ports/turn-to-run.ts';
import type { FinishedTurn } from '../ports/chat-repository.ts';
import type { Logger } from '../ports/logger.ts';
import type { AnswerSource } from './answer-source.ts';
import type { Verdict } from './judge-answer.ts';
import type { Draft } from './read-answer.ts';
import { traceIdOf } from './trace-id.ts';

interface TurnResult {
  readonly verdict: Verdict;
  readonly draft: Draft;
  readonly source: Pick<AnswerSource, 'provider' | 'attempts' | 'fallbackCode'>;
  /** Null when it could not be stored. */
  readonly finished: FinishedTurn | null;
  readonly error: AppError | null;
  readonly ttftMs: number | null;
  readonly durationMs: number;
}

/**
 * One line for one turn: who, with which model, how much, how long, and how it ended. Never what was said. A fallback
 * names its reason, because a key that is refused would else go unnoticed.
 */
export function logTurn(logger: Logger, input: TurnToRun, result: TurnResult): void {
  const { draft, source, verdict } = result;
  const fields = {
    requestId: input.requestId,
    traceId: traceIdOf(input.traceparent),
    caller: input.callerHash,
    chatId: input.turn.chatId,
    answerId: input.turn.answerId,
    providerId: source.provider.id,
    provider: source.provider.kind,
    apiIdentifier: source.provider.apiIdentifier,
    model: source.provider.model,
    attempts: source.attempts,
    fallback: source.fallbackCode !== null,
    fallbackCode: source.fallbackCode,
    inputTokens: draft.usage?.inputTokens ?? null,
    outputTokens: draft.usage?.outputTokens ?? null,
    cachedInputTokens: draft.usage?.cachedInputTokens ?? null,
    costMicroUsd: result.finished?.costMicroUsd ?? null,
    ttftMs: result.ttftMs,
    durationMs: result.durationMs,
    status: verdict.status,
    code: verdict.code,
  };
  if (verdict.code === null) logger.info('turn', fields);
  else logger.error('turn', fields, result.error?.cause);
}
