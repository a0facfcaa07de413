import type { Clock } from '../ports/clock.ts';
import type { Readiness } from '../ports/readiness.ts';
import { within } from './within.ts';

/** How long the database may take to answer, in milliseconds. */
const limitMs = 1_000;

/** How long its answer stands, in milliseconds: whoever asks often asks the isolate, and not the database. */
const freshForMs = 1_000;

interface CheckReadinessDeps {
  readonly readiness: Readiness;
  readonly clock: Clock;
  /** Keeps a question going when the client whose request began it leaves, since others wait for it too. */
  readonly keepAlive: (work: Promise<unknown>) => void;
}

/**
 * Whether this worker can serve: it can when its database answers within a second.
 * @returns a function that resolves when it can and else throws AppError `service_unavailable`; callers share one question
 */
export function checkReadiness({ readiness, clock, keepAlive }: CheckReadinessDeps): () => Promise<void> {
  let answer: Promise<void> | undefined;
  let staleAt = Infinity;

  const ask = async () => {
    staleAt = Infinity;
    try {
      await within(limitMs, (signal) => readiness.check(signal));
    } finally {
      staleAt = clock.now() + freshForMs;
    }
  };

  return () => {
    if (!answer || clock.now() >= staleAt) {
      answer = ask();
      keepAlive(answer.catch(() => undefined));
    }
    return answer;
  };
}
