/** What one batch of housekeeping removed or ended, by what it was. */
export interface HousekeepingReport {
  /** Anonymous chats that nobody claimed in time. */
  readonly anonymousChats: number;
  /** Reservations whose turn never reported back, settled by estimate. */
  readonly reservations: number;
  /** Answers marked as running that run no more. */
  readonly staleAnswers: number;
  /** Session codes that are over. */
  readonly sessionCodes: number;
  /** Counters of windows that are over. */
  readonly counters: number;
  /** Messages that met the limit too long ago to be sent after all. */
  readonly limitMeetings: number;
}

/** Keeps the database clean of what time has made worthless. */
export interface Housekeeping {
  /**
   * Does a part of the work, at most `batchMax` rows of each sort, so that no call takes long or locks much.
   * @throws AppError `service_unavailable`
   */
  runBatch(batchMax: number): Promise<HousekeepingReport>;
}
