/** The time of day. A port, so that a test decides what time it is. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
}
