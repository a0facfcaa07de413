import { describe, expect, it } from 'vitest';
import { readTap } from './read-tap.ts';

describe('readTap', () => {
  it('counts what passed', () => {
    expect(readTap(['1..2', 'ok 1 - one\nok 2 - two', 'not TAP at all'])).toEqual({
      passed: 2,
      failures: [],
    });
  });

  it('keeps the diagnostics of a failure', () => {
    expect(readTap(['1..1', 'not ok 1 - one\n# wanted: 1\n# have: 2'])).toEqual({
      passed: 0,
      failures: ['not ok 1 - one\n# wanted: 1\n# have: 2'],
    });
  });

  it.each([
    ['a test that vanished', ['1..2', 'ok 1 - one'], 'planned 2, but ran 1'],
    ['a file without a plan', ['ok 1 - one'], 'planned nothing, but ran 1'],
  ])('fails %s', (_what, cells, failure) => {
    expect(readTap(cells).failures).toEqual([failure]);
  });
});
