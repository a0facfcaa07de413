import { AppError, toAppError } from '../errors.ts';
import type { ChatRepository, FinishedTurn } from '../ports/chat-repository.ts';
import type { Clock } from '../ports/clock.ts';
import type { Logger } from '../ports/logger.ts';
import type { ProviderRegistry } from '../ports/provider-registry.ts';
import type { TurnTimers } from '../ports/turn-timers.ts';
import type { AnswerOutcome, TurnToRun } from '../ports/turn-to-run.ts';
import { chatPart, errorParts, finishParts, openingParts, quotaPart } from './answer-parts.ts';
import type { PartWriter } from './event-log.ts';
import { finishTurn } from './finish-turn.ts';
import { judgeAnswer, judgeStored, type Verdict } from './judge-answer.ts';
import { logTurn } from './log-turn.ts';
import type { Pause } from './pause.ts';
import { type RelayedAnswer, relayAnswer } from './relay-answer.ts';
import { titleChat } from './title-chat.ts';
import { watchTurn, type TurnWatch } from './watch-turn.ts';

/** What running an answer needs. */
export interface RunAnswerDeps {
  readonly chats: Pick<ChatRepository, 'checkpointTurn' | 'finishTurn' | 'finishTitle'>;
  readonly registry: ProviderRegistry;
  readonly timers: TurnTimers;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly pause: Pause;
  /** Whether a model names a chat after its first answer. */
  readonly modelTitles: boolean;
  /** For how long the end of an answer is tried to be stored, in milliseconds. */
  readonly storeWithinMs: number;
}

/** An answer on its way. */
export interface AnswerRun {
  /** Settles when the answer is stored; rejects with AppError only when it could not be. */
  readonly outcome: Promise<AnswerOutcome>;
  /** Resolves when nothing is left to do, a title for the chat included. Never rejects. */
  readonly settled: Promise<void>;
}

/**
 * Has the provider answer, writes the parts as they come, and stores the end exactly once, whatever happens: the provider
 * fails, the time is up, somebody stops it. `finish` or `error` is written as soon as that is stored. Only then is a title
 * thought of, which holds up nothing but the end of the stream.
 * @param stopped resolves when nobody wants more of it
 */
export function runAnswer(
  deps: RunAnswerDeps,
  input: TurnToRun,
  writer: PartWriter,
  stopped: Promise<unknown>,
): AnswerRun {
  const watch = watchTurn(deps.timers, deps.clock);
  void stopped.then(watch.stop);
  const ended = pump(deps, input, watch, writer);
  const outcome = ended.then((end) => end.outcome);
  // Who reads a stream waits for no outcome: a failure is told there, and in the log.
  outcome.catch(() => undefined);
  const settled = ended.then((end) => nameChat(deps, input, end, writer)).catch(() => undefined);
  return { outcome, settled };
}

interface EndedAnswer {
  readonly relayed: RelayedAnswer;
  readonly finished: FinishedTurn;
  readonly outcome: AnswerOutcome;
}

async function pump(
  deps: RunAnswerDeps,
  input: TurnToRun,
  watch: TurnWatch,
  writer: PartWriter,
): Promise<EndedAnswer> {
  writer.write(...openingParts(input.turn, input.turn.answerId));
  const relayed = await relayAnswer(deps, input, watch, writer);
  const { draft } = relayed;
  const verdict = judgeAnswer(draft, watch.stopReason);
  try {
    const finished = await store(deps, input, relayed, verdict);
    const stored = judgeStored(verdict, finished.answer?.status);
    logTurn(deps.logger, input, { ...relayed, verdict: stored, finished, error: draft.error });
    return { relayed, finished, outcome: announceEnd(writer, input, relayed, stored, finished) };
  } catch (thrown) {
    const error = toAppError(thrown);
    const lost: Verdict = { status: 'interrupted', code: error.code };
    logTurn(deps.logger, input, { ...relayed, verdict: lost, finished: null, error });
    writer.write(...errorParts(lost.status, error, input.requestId));
    throw error;
  }
}

async function store(
  deps: RunAnswerDeps,
  input: TurnToRun,
  { draft, source }: RelayedAnswer,
  verdict: Verdict,
): Promise<FinishedTurn> {
  const end = {
    answerId: input.turn.answerId,
    status: verdict.status,
    content: draft.content,
    finishReason: draft.finishReason,
    errorCode: verdict.code,
    wantsTitle: deps.modelTitles,
    hasBegun: draft.hasBegun,
    uncountedReads: source.uncountedReads,
    usage: draft.usage,
  };
  try {
    return await finishTurn(deps, { ...end, providerId: source.provider.id });
  } catch (error) {
    // Our catalog may be half a minute older than the turn, and this fallback not the one that the ledger knows. It is
    // settled as the provider that was asked for: what was written must not be lost for it.
    const isUnknown = error instanceof AppError && error.code === 'invalid_request';
    if (!isUnknown || source.fallbackCode === null) throw error;
    return finishTurn(deps, { ...end, providerId: input.provider.id });
  }
}

/** Only now, when it is stored, is an answer called finished. */
function announceEnd(
  writer: PartWriter,
  input: TurnToRun,
  { draft, ttftMs }: RelayedAnswer,
  stored: Verdict,
  finished: FinishedTurn,
): AnswerOutcome {
  const { answer, quota } = finished;
  const { status, code } = stored;
  const retryAfterSeconds = draft.error?.retryAfterSeconds ?? null;
  // A message that got nothing is given back.
  if (quota.remaining !== input.turn.quota.remaining) writer.write(quotaPart(quota));
  if (code === null) {
    // The chat may have been deleted, and its answer with it.
    const { finishReason } = answer ?? draft;
    writer.write(...finishParts({ status, finishReason, usage: answer?.usage ?? null }, ttftMs));
  } else {
    writer.write(...errorParts(status, new AppError(code, { retryAfterSeconds }), input.requestId));
  }
  return { answer, quota, code, retryAfterSeconds, ttftMs };
}

/** Gives the chat a model's title when one is due, and tells whoever still reads. */
async function nameChat(
  deps: RunAnswerDeps,
  input: TurnToRun,
  { relayed, finished: { titleId } }: EndedAnswer,
  writer: PartWriter,
): Promise<void> {
  if (titleId === null) return;
  const { draft, source } = relayed;
  const due = { titleId, provider: source.provider, answer: draft.content };
  const title = await titleChat(deps, input, due);
  const { turn } = input;
  if (title !== null && title !== turn.title) writer.write(chatPart(turn.chatId, title));
}
