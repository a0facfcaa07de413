import { AppError } from '../errors.ts';
import type { RunningAnswers } from '../ports/running-answers.ts';
import type { AnswerObject } from './answer-object.ts';

/** Calls of one object, until it is taken to be out of reach. An object that was moved or updated is there a moment later. */
const callsMax = 3;

/** Before the second call, in milliseconds; twice that before the third. */
const pauseMs = 50;

type Stub = DurableObjectStub<AnswerObject>;

/** Where the objects are found. */
type AnswerObjects = Pick<DurableObjectNamespace<AnswerObject>, 'getByName'>;

/**
 * True for an exception of the object's own code, which would throw it again, and for an object that has too much to do already.
 * @see https://developers.cloudflare.com/durable-objects/best-practices/error-handling/
 */
function hasRefused(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return ('remote' in error && error.remote === true) || ('overloaded' in error && error.overloaded === true);
}

/** Answers that run in objects of their own. */
export function createDurableAnswers(namespace: AnswerObjects): RunningAnswers {
  /** Every call that was lost on its way may be repeated: a second start joins the first. */
  const call = async <T>(answerId: string, ask: (object: Stub) => Promise<T>): Promise<T> => {
    for (let calls = 1; ; calls += 1) {
      try {
        // A stub is of no use any more once a call of it has failed.
        return await ask(namespace.getByName(answerId));
      } catch (cause) {
        if (calls === callsMax || hasRefused(cause)) throw new AppError('service_unavailable', { cause });
      }
      await new Promise((resolve) => setTimeout(resolve, calls * pauseMs));
    }
  };
  return {
    async start(turn) {
      const events = await call(turn.turn.answerId, (object) => object.start(turn));
      // It came too late: who looked for the answer has given it up.
      if (events === null) throw new AppError('service_unavailable');
      return events;
    },
    async startWhole(turn) {
      const whole = await call(turn.turn.answerId, async (object) => await object.startWhole(turn));
      if (whole === null) throw new AppError('service_unavailable');
      if ('code' in whole) throw new AppError(whole.code);
      return whole.outcome;
    },
    join: (answer, lastEventId) => call(answer.id, (object) => object.join(answer, lastEventId)),
    stop: (answer) => call(answer.id, (object) => object.stop(answer)),
  };
}
