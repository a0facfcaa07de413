import { AppError, toAppError } from '../errors.ts';
import type { AiProvider, AnswerRequest } from '../ports/ai-provider.ts';
import type { AnswerOutcome, AnswerRun, AnswerRunner, TurnToRun } from '../ports/answer-runner.ts';
import type { ChatRepository, FinishedTurn } from '../ports/chat-repository.ts';
import type { Clock } from '../ports/clock.ts';
import type { Logger } from '../ports/logger.ts';
import type { ProviderRegistry } from '../ports/provider-registry.ts';
import type { TurnTimers } from '../ports/turn-timers.ts';
import {
  errorParts,
  finishParts,
  openingParts,
  quotaPart,
  textEndPart,
  textPart,
  textStartPart,
} from './answer-parts.ts';
import { coalesceText } from './coalesce-text.ts';
import { finishTurn } from './finish-turn.ts';
import { judgeAnswer, type Verdict } from './judge-answer.ts';
import { logTurn } from './log-turn.ts';
import { openPartStream, type PartWriter } from './open-part-stream.ts';
import { readAnswer, type Draft } from './read-answer.ts';
import { watchTurn, type TurnWatch } from './watch-turn.ts';

/** What running an answer needs. */
export interface RunAnswerDeps {
  readonly chats: ChatRepository;
  readonly registry: ProviderRegistry;
  readonly timers: TurnTimers;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Runs answers in the isolate that took the request. */
export function createAnswerRunner(deps: RunAnswerDeps): AnswerRunner {
  return { run: (input) => runAnswer(deps, input) };
}

/**
 * Has the provider answer, passes the parts on as they come, and stores the end exactly once, whatever happens: the
 * provider fails, the time is up, the reader leaves.
 */
function runAnswer(deps: RunAnswerDeps, input: TurnToRun): AnswerRun {
  const watch = watchTurn(deps.timers, deps.clock);
  const { parts, writer } = openPartStream(watch.leave);
  const outcome = pump(deps, input, watch, writer).finally(writer.close);
  return { parts, outcome };
}

async function pump(
  deps: RunAnswerDeps,
  input: TurnToRun,
  watch: TurnWatch,
  writer: PartWriter,
): Promise<AnswerOutcome> {
  writer.write(...openingParts(input.turn, input.turn.answerId));
  const { draft, ttftMs, durationMs } = await passOn(deps, input, watch, writer);
  const verdict = judgeAnswer(draft, watch.stopReason);
  try {
    const finished = await store(deps, input, draft, verdict);
    logTurn(deps.logger, input, { verdict, draft, finished, error: draft.error, ttftMs, durationMs });
    return announceEnd(writer, input, draft, verdict, finished);
  } catch (thrown) {
    const error = toAppError(thrown);
    const lost: Verdict = { status: 'interrupted', code: error.code };
    logTurn(deps.logger, input, { verdict: lost, draft, finished: null, error, ttftMs, durationMs });
    writer.write(...errorParts(lost.status, error, input.requestId));
    throw error;
  }
}

interface PassedOn {
  readonly draft: Draft;
  /** Null when not a word came. */
  readonly ttftMs: number | null;
  readonly durationMs: number;
}

/** Reads the answer and writes its text as it comes. */
async function passOn(
  deps: RunAnswerDeps,
  input: TurnToRun,
  watch: TurnWatch,
  writer: PartWriter,
): Promise<PassedOn> {
  const startedAt = deps.clock.now();
  const times: { first?: number } = {};
  const text = coalesceText((delta) => {
    writer.write(textPart(delta));
  });
  const provider = deps.registry.find(input.provider) ?? unavailableProvider;
  const draft = await readAnswer(provider, toRequest(input), watch, (piece) => {
    if (times.first === undefined) writer.write(textStartPart);
    times.first ??= deps.clock.now();
    text.push(piece);
  });
  text.end();
  if (times.first !== undefined) writer.write(textEndPart);
  const ttftMs = times.first === undefined ? null : times.first - startedAt;
  return { draft, ttftMs, durationMs: deps.clock.now() - startedAt };
}

/** Stands in when a key has gone since the turn was begun: that turn still has to end. */
const unavailableProvider: AiProvider = {
  streamAnswer() {
    throw new AppError('provider_unavailable');
  },
};

function toRequest({ turn, provider, prompt }: TurnToRun): AnswerRequest {
  return {
    model: provider.model,
    system: prompt?.text ?? null,
    messages: turn.history,
    maxOutputTokens: provider.maxOutputTokens,
    parameters: provider.parameters,
  };
}

function store(
  { chats, clock }: RunAnswerDeps,
  input: TurnToRun,
  draft: Draft,
  verdict: Verdict,
): Promise<FinishedTurn> {
  return finishTurn(chats, clock, {
    answerId: input.turn.answerId,
    status: verdict.status,
    content: draft.content,
    finishReason: draft.finishReason,
    errorCode: verdict.code,
    usage: draft.usage,
  });
}

/** Only now, when it is stored, is an answer called finished. */
function announceEnd(
  writer: PartWriter,
  input: TurnToRun,
  draft: Draft,
  verdict: Verdict,
  finished: FinishedTurn,
): AnswerOutcome {
  const { answer, quota } = finished;
  const retryAfterSeconds = draft.error?.retryAfterSeconds ?? null;
  // A message that got nothing is given back.
  if (quota.remaining !== input.turn.quota.remaining) writer.write(quotaPart(quota));
  if (verdict.code === null)
    writer.write(...finishParts(verdict.status, draft.finishReason, answer?.usage ?? null));
  else
    writer.write(
      ...errorParts(verdict.status, new AppError(verdict.code, { retryAfterSeconds }), input.requestId),
    );
  return { answer, quota, code: verdict.code, retryAfterSeconds };
}
