import { expect, test } from 'vitest';
import { createLogger } from './create-logger.ts';

function logError(cause: unknown): string {
  const lines: string[] = [];
  createLogger((line) => lines.push(line)).error('refused', { requestId: 'request-1' }, cause);
  expect(lines).toHaveLength(1);
  return lines[0] ?? '';
}

test('an error is told in outline, on one line of JSON', () => {
  const cause = Object.assign(new TypeError('nothing of this'), { status: 429, code: 'rate_limit_exceeded' });
  expect(JSON.parse(logError(cause))).toMatchObject({
    level: 'error',
    event: 'refused',
    requestId: 'request-1',
    cause: 'TypeError',
    causeStatus: 429,
    causeCode: 'rate_limit_exceeded',
  });
});

test('what an error quotes stays out of the log', () => {
  const inner = new Error('canary: my secret prompt');
  const line = logError(
    new Error('canary: Incorrect API key provided: sk-123\n    at canary', { cause: inner }),
  );
  expect(line).not.toContain('canary:');
  expect(line).not.toContain('sk-123');
});

test.each(['57P03', 'PGRST301', 'PT404', 'context_length_exceeded', 'ERR_JWT_EXPIRED', 'ECONNREFUSED'])(
  'a code is told: %s',
  (code) => {
    expect(JSON.parse(logError(Object.assign(new Error(), { code })))).toMatchObject({ causeCode: code });
  },
);

test.each(['my secret prompt', 'sk-proj-123', '4f3a5c0e-8d7b-4a51-9a53-51d1c0a60001', 'a'.repeat(65), 42])(
  'what only stands in its place is not: %s',
  (code) => {
    expect(JSON.parse(logError(Object.assign(new Error(), { code })))).toMatchObject({ causeCode: null });
  },
);
