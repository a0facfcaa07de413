/** How long a turn waits, in milliseconds. */
export interface TurnTimers {
  /** From the request to the provider until its first word. */
  readonly firstTokenMs: number;
  /** Between two words. */
  readonly idleMs: number;
  /** For the whole answer. */
  readonly totalMs: number;
}
