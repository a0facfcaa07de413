import { toAppError } from '../errors.ts';
import type { AnswerHost, HostedAnswer, HostOptions } from '../ports/answer-host.ts';
import type { TurnToRun } from '../ports/turn-to-run.ts';
import { abandonAnswer } from './abandon-answer.ts';
import { createEventLog, type EventLog } from './event-log.ts';
import { runAnswer, type RunAnswerDeps } from './run-answer.ts';
import { waitAtMost } from './wait-at-most.ts';

/** In milliseconds: a database that is away must not keep whoever stops an answer waiting. */
const stopWaitMs = 2_000;

/** From the end of an answer on, in milliseconds: a model has eight seconds for a title, but the database may be away. */
const titleWaitMs = 10_000;

interface AnswerHostDeps extends RunAnswerDeps {
  /** Whether an answer is stopped when its last reader leaves. */
  readonly leaveStops: boolean;
}

/** Runs answers in this isolate. */
export function createAnswerHost(deps: AnswerHostDeps): AnswerHost {
  return {
    host: (turn, options) => hostAnswer(deps, turn, options),
    abandon: (answerId) => abandonAnswer(deps, answerId),
    logUnended(answerId, reason) {
      const { code, cause } = toAppError(reason);
      deps.logger.error('unended', { answerId, code }, cause);
    },
  };
}

/** Runs one answer and keeps what it tells. Nothing but the total timer ends it without a reader, unless leaving stops. */
function hostAnswer(
  deps: AnswerHostDeps,
  input: TurnToRun,
  { isAwaited = false }: HostOptions = {},
): HostedAnswer {
  const log = createEventLog(input.turn.answerId);
  // Not a function that stops it: another request may want that, and workerd lets only its own end what this one has begun.
  const stopping = Promise.withResolvers<undefined>();
  const stop = () => {
    stopping.resolve(undefined);
  };
  const { outcome, settled } = runAnswer(deps, input, log, stopping.promise);
  let staying = isAwaited ? 1 : 0;
  const leave = () => {
    staying -= 1;
    if (deps.leaveStops && staying === 0) stop();
  };
  return {
    read(lastEventId) {
      staying += 1;
      return log.read(lastEventId, leave);
    },
    async stop() {
      stop();
      await waitAtMost(stopWaitMs, outcome);
    },
    outcome,
    settled: Promise.all([settled, closeInTime(log, outcome, settled)]).then(() => undefined),
  };
}

/** Readers know the end by now. They are kept for the chat's title, but not for as long as that is tried to be stored. */
async function closeInTime(
  log: EventLog,
  outcome: Promise<unknown>,
  settled: Promise<unknown>,
): Promise<void> {
  await outcome.catch(() => undefined);
  await waitAtMost(titleWaitMs, settled);
  log.close();
}
