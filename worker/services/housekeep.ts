import { toAppError } from '../errors.ts';
import type { Clock } from '../ports/clock.ts';
import type { Housekeeping, HousekeepingReport } from '../ports/housekeeping.ts';
import type { Logger } from '../ports/logger.ts';

/** Rows of each sort in one batch: few enough that no visitor waits for a lock. */
const batchMax = 500;

/** For one run. What is left waits for the next. */
const batchesMax = 20;
const totalMs = 20_000;

const nothing: HousekeepingReport = {
  anonymousChats: 0,
  reservations: 0,
  staleAnswers: 0,
  sessionCodes: 0,
  counters: 0,
  limitMeetings: 0,
};

interface HousekeepDeps {
  /** Tells the database the limits of this deployment: what is old enough to go is one of them. */
  readonly configure: () => Promise<void>;
  readonly housekeeping: Housekeeping;
  readonly logger: Logger;
  readonly clock: Clock;
}

/**
 * Cleans up in batches until nothing is left to do, or the run has taken long enough. Nothing is removed by limits that
 * are not this deployment's. One line of the log tells the totals, also of a run that failed.
 * @throws AppError `service_unavailable`, or `internal` when the database refuses the limits
 */
export async function housekeep({ configure, housekeeping, logger, clock }: HousekeepDeps): Promise<void> {
  const deadline = clock.now() + totalMs;
  let totals = nothing;
  let batches = 0;
  let isDone = false;
  try {
    await configure();
    while (!isDone && batches < batchesMax && clock.now() < deadline) {
      const report = await housekeeping.runBatch(batchMax);
      batches += 1;
      totals = add(totals, report);
      isDone = Object.values(report).every((count: number) => count < batchMax);
    }
    logger.info('housekeeping', { ...totals, batches, isDone });
  } catch (thrown) {
    const { code, cause } = toAppError(thrown);
    logger.error('housekeeping', { ...totals, batches, isDone, code }, cause);
    throw thrown;
  }
}

function add(left: HousekeepingReport, right: HousekeepingReport): HousekeepingReport {
  return {
    anonymousChats: left.anonymousChats + right.anonymousChats,
    reservations: left.reservations + right.reservations,
    staleAnswers: left.staleAnswers + right.staleAnswers,
    sessionCodes: left.sessionCodes + right.sessionCodes,
    counters: left.counters + right.counters,
    limitMeetings: left.limitMeetings + right.limitMeetings,
  };
}
