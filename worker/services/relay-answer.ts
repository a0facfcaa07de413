import type { TurnToRun } from '../ports/turn-to-run.ts';
import type { ChatRepository } from '../ports/chat-repository.ts';
import type { Clock } from '../ports/clock.ts';
import type { Logger } from '../ports/logger.ts';
import type { ProviderRegistry } from '../ports/provider-registry.ts';
import type { TurnTimers } from '../ports/turn-timers.ts';
import { textEndPart, textPart, textStartPart } from './answer-parts.ts';
import { type AnswerSource, createAnswerSource } from './answer-source.ts';
import { checkpointAnswer } from './checkpoint-answer.ts';
import { coalesceText } from './coalesce-text.ts';
import type { PartWriter } from './event-log.ts';
import type { Pause } from './pause.ts';
import { type Draft, readAnswer } from './read-answer.ts';
import { traceIdOf } from './trace-id.ts';
import type { TurnWatch } from './watch-turn.ts';

interface RelayDeps {
  readonly chats: Pick<ChatRepository, 'checkpointTurn'>;
  readonly registry: ProviderRegistry;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly pause: Pause;
  readonly timers: Pick<TurnTimers, 'firstTokenMs'>;
}

/** An answer that has been passed on, and where it came from. */
export interface RelayedAnswer {
  readonly draft: Draft;
  readonly source: Omit<AnswerSource, 'open'>;
  /** Null when not a word came. */
  readonly ttftMs: number | null;
  readonly durationMs: number;
}

/** Has a provider answer and writes its text as it comes: to its readers at once, to the database now and then. */
export async function relayAnswer(
  deps: RelayDeps,
  input: TurnToRun,
  watch: TurnWatch,
  writer: PartWriter,
): Promise<RelayedAnswer> {
  const startedAt = deps.clock.now();
  const times: { first?: number } = {};
  const source = createAnswerSource(deps, input);
  const checkpoints = checkpointAnswer(deps, {
    answerId: input.turn.answerId,
    requestId: input.requestId,
    traceId: traceIdOf(input.traceparent),
  });
  const text = coalesceText((delta) => {
    writer.write(textPart(delta));
  });
  const draft = await readAnswer(source.open, watch, (piece) => {
    if (times.first === undefined) writer.write(textStartPart);
    times.first ??= deps.clock.now();
    text.push(piece);
    checkpoints.push(piece);
  });
  checkpoints.end();
  text.end();
  if (times.first !== undefined) writer.write(textEndPart);
  const ttftMs = times.first === undefined ? null : times.first - startedAt;
  return { draft, source, ttftMs, durationMs: deps.clock.now() - startedAt };
}
