/** What a line of the log may hold: names, numbers and ids, never content, tokens or keys. */
export type LogFields = Readonly<Record<string, string | number | boolean | null>>;

/** Writes one line for one event. It must not throw: a turn never fails for its log. */
export interface Logger {
  info(event: string, fields: LogFields): void;
  /** @param cause is told in outline: which error, from where, but not its message */
  error(event: string, fields: LogFields, cause?: unknown): void;
}
