import type { LogFields } from '../ports/logger.ts';

/** Words with underscores, `PGRST301` and the like, or a SQLSTATE. What else stands in a code's place may be a quote. */
const code = /^(?:[A-Za-z]+(?:_[A-Za-z]+)*|[A-Z]{2,10}\d{1,4}|[\dA-Z]{5})$/;

/**
 * What the log may say of an error: its name, an HTTP status, a code and where it was thrown. Never its message,
 * because vendors quote prompts and keys in theirs, and validators the value they refused.
 */
export function describeCause(error: unknown): LogFields {
  if (!(error instanceof Error)) return { cause: typeof error };
  const status = 'status' in error && typeof error.status === 'number' ? error.status : null;
  const inner = error.cause instanceof Error ? error.cause.name : null;
  return {
    cause: error.name,
    causeStatus: status,
    causeCode: 'code' in error ? readCode(error.code) : null,
    innerCause: inner,
    at: firstFrames(error),
  };
}

function readCode(value: unknown): string | null {
  return typeof value === 'string' && value.length <= 64 && code.test(value) ? value : null;
}

function firstFrames({ stack = '' }: Error): string {
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line));
  return frames
    .slice(0, 3)
    .map((line) => line.trim())
    .join(' < ');
}
