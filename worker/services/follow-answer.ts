import type { StreamPart } from '../../protocol/event-stream.ts';
import type { Message } from '../../protocol/message.ts';
import { AppError, toAppError } from '../errors.ts';
import type { Caller } from '../ports/caller.ts';
import type { ChatRepository, RunningAnswer, StoredMessage } from '../ports/chat-repository.ts';
import type { Clock } from '../ports/clock.ts';
import type { Logger } from '../ports/logger.ts';
import type { TurnTimers } from '../ports/turn-timers.ts';
import {
  errorParts,
  finishParts,
  joiningParts,
  textEndPart,
  textPart,
  textStartPart,
} from './answer-parts.ts';
import { openPartStream, type PartWriter } from './open-part-stream.ts';
import type { Pause } from './pause.ts';

/**
 * Between two looks at what is stored, in milliseconds. The text grows there every few seconds; while it does not, looks
 * become rarer by a second each.
 */
const lookEveryMs = { first: 1_000, last: 3_000 };

/** Looks in a row that the database may leave unanswered. */
const missesMax = 5;

/** What following an answer needs. */
export interface FollowAnswerDeps {
  readonly chats: Pick<ChatRepository, 'findMessage'>;
  readonly timers: Pick<TurnTimers, 'totalMs'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly pause: Pause;
}

/** Who follows which answer. */
export interface Following {
  readonly caller: Caller;
  readonly running: RunningAnswer;
  readonly requestId: string;
  /** Names the trace that the request is part of. */
  readonly traceId: string;
}

/** {@link followAnswer}, put together. */
export type FollowAnswer = (following: Following) => ReadableStream<StreamPart>;

/**
 * Tells an answer that runs elsewhere: all that is stored of it, then more as it is stored, and its end. The parts are
 * those of a live answer, without news of the quota. Cancelling them only ends the following: the answer runs on.
 */
export function followAnswer(deps: FollowAnswerDeps, following: Following): ReadableStream<StreamPart> {
  const leaving = new AbortController();
  const { parts, writer } = openPartStream(() => {
    leaving.abort();
  });
  void follow(deps, following, leaving.signal, writer).finally(writer.close);
  return parts;
}

async function follow(
  deps: FollowAnswerDeps,
  following: Following,
  signal: AbortSignal,
  writer: PartWriter,
): Promise<void> {
  const { running, requestId, traceId } = following;
  let shown = 0;
  const show = ({ content }: Message) => {
    if (content.length <= shown) return;
    if (shown === 0) writer.write(textStartPart);
    writer.write(textPart(content.slice(shown)));
    shown = content.length;
  };
  const end = (...parts: readonly StreamPart[]) => {
    if (shown > 0) writer.write(textEndPart);
    writer.write(...parts);
  };
  writer.write(...joiningParts(running));
  try {
    for await (const stored of looksAt(deps, following, signal)) {
      show(stored.message);
      if (stored.message.status !== 'streaming') end(...endParts(stored, requestId));
    }
  } catch (thrown) {
    const error = toAppError(thrown);
    const fields = { requestId, traceId, answerId: running.answer.id, code: error.code };
    deps.logger.error('follow', fields, error.cause);
    end(...errorParts('interrupted', error, requestId));
  }
}

/**
 * The answer as it is stored, look after look, until it is over or its reader has left.
 * @throws AppError `provider_timeout` when it outlives every turn, `not_found` when it is gone, or what hides it
 */
async function* looksAt(
  { chats, timers, clock, pause }: FollowAnswerDeps,
  { caller, running }: Following,
  signal: AbortSignal,
): AsyncGenerator<StoredMessage, void> {
  const deadline = clock.now() + timers.totalMs;
  let { answer } = running;
  let misses = 0;
  let waitMs = lookEveryMs.first;
  yield { message: answer, errorCode: null };
  while (answer.status === 'streaming') {
    if (clock.now() >= deadline) throw new AppError('provider_timeout');
    await pause(waitMs, signal);
    if (signal.aborted) return;
    waitMs = Math.min(waitMs + lookEveryMs.first, lookEveryMs.last);
    try {
      const found = await chats.findMessage(caller, running.chatId, answer.id);
      if (!found) throw new AppError('not_found');
      misses = 0;
      if (found.message.content.length > answer.content.length) waitMs = lookEveryMs.first;
      answer = found.message;
      yield found;
    } catch (error) {
      misses += 1;
      const isAbsent = error instanceof AppError && error.code === 'service_unavailable';
      if (!isAbsent || misses === missesMax) throw error;
    }
  }
}

/** An answer whose sender left before its first word broke without a code. */
function endParts({ message, errorCode }: StoredMessage, requestId: string): StreamPart[] {
  const isWell = message.status === 'complete' || message.status === 'stopped';
  return isWell
    ? finishParts(message, null)
    : errorParts(message.status, new AppError(errorCode ?? 'provider_failed'), requestId);
}
