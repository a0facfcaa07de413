/** Slows down whoever sends many requests in a few seconds. It counts roughly: quotas and money are the database's. */
export interface BurstLimiter {
  /**
   * Counts one request.
   * @returns false when there were too many
   * @throws AppError `service_unavailable` when it can't tell
   */
  allows(key: string): Promise<boolean>;
}

/** Reading costs less than writing, so there is more room for it. */
export interface BurstLimiters {
  readonly writes: BurstLimiter;
  /** Of what the database has to be asked for. */
  readonly reads: BurstLimiter;
}
