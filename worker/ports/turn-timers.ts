/** How long a turn waits, in milliseconds. */
export interface TurnTimers {
  /** From the request to the provider until its first word. */
  readonly firstTokenMs: number;
  /** Between two signs of life, once the first word is there. */
  readonly idleMs: number;
  /** For the whole answer. */
  readonly totalMs: number;
}
