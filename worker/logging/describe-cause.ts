import type { LogFields } from '../ports/logger.ts';

/**
 * What the log may say of an error: its name, an HTTP status, a code and where it was thrown. Never its message,
 * because vendors quote prompts and keys in theirs, and validators the value they refused.
 */
export function describeCause(error: unknown): LogFields {
  if (!(error instanceof Error)) return { cause: typeof error };
  const status = 'status' in error && typeof error.status === 'number' ? error.status : null;
  const code = 'code' in error && typeof error.code === 'string' ? error.code.slice(0, 64) : null;
  const inner = error.cause instanceof Error ? error.cause.name : null;
  return {
    cause: error.name,
    causeStatus: status,
    causeCode: code,
    innerCause: inner,
    at: firstFrames(error),
  };
}

function firstFrames({ stack = '' }: Error): string {
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line));
  return frames
    .slice(0, 3)
    .map((line) => line.trim())
    .join(' < ');
}
