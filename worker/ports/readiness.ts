/** Tells whether what the worker can't do without is there. */
export interface Readiness {
  /**
   * Asks the database something small.
   * @throws AppError `service_unavailable` when it does not answer before the signal aborts
   */
  check(signal: AbortSignal): Promise<void>;
}
