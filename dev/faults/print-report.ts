import type { Batch } from './plan-run.ts';
import type { FaultReport } from './run-faults.ts';

const ends = ['complete', 'stopped', 'interrupted', 'failed', 'streaming', 'nothing'];

/** How many rounds of each fault ended how, and how many answers were broken on the way to that, as text. */
export function printReport({ rounds, violations, seed, seconds }: FaultReport): string {
  const faults = [...new Set(rounds.map(({ fault }) => fault))].sort();
  const line = (name: string, cells: readonly (string | number)[]) =>
    `  ${name.padEnd(20)}${cells.map((cell) => String(cell).padStart(12)).join('')}`;
  const row = (name: string, those: typeof rounds) =>
    line(name, [
      those.length,
      ...ends.map((wanted) => those.filter(({ end }) => end === wanted).length),
      those.reduce((sum, { brokenAnswers }) => sum + brokenAnswers, 0),
    ]);
  return [
    line('fault', ['rounds', ...ends, 'broken']),
    ...faults.map((name) =>
      row(
        name,
        rounds.filter(({ fault }) => fault === name),
      ),
    ),
    row('all', rounds),
    '',
    ...counts(rounds),
    '',
    ...violations.map((violation) => `  ${violation}`),
    `  ${String(violations.length)} violations, ${seconds.toFixed(0)} s, FAULT_SEED=${String(seed)}`,
  ].join('\n');
}

function counts(rounds: FaultReport['rounds']): string[] {
  const sum = (count: (round: FaultReport['rounds'][number]) => number) =>
    String(rounds.reduce((total, round) => total + count(round), 0));
  return [
    `  ${sum(({ titles }) => titles)} titles asked for and settled or given up`,
    `  ${sum(({ endedByLease }) => endedByLease)} answers that never began, ended by housekeeping after their reservation`,
  ];
}

/** What one batch came to, as text. */
export function describeBatch({ fault, rounds }: Batch, violations: readonly string[]): string {
  const numbers = `rounds ${String(rounds.at(0)?.number)}–${String(rounds.at(-1)?.number)}`.padEnd(16);
  return [
    `  ${numbers} ${describeFault(fault).padEnd(48)} ${violations.length === 0 ? 'held' : 'BROKE'}`,
    ...violations.map((violation) => `    ${violation}`),
  ].join('\n');
}

function describeFault(fault: Batch['fault']): string {
  if (fault.type === 'none') return 'faults of their own';
  const crash = fault.hitsSlowAnswers ? 'crash in slow answers' : 'crash';
  const outage = fault.outlastsLeases ? 'outage longer than leases' : 'outage';
  const aim = fault.aim === null ? 'at' : `at ${fault.aim} after`;
  return `${fault.type === 'kill' ? crash : outage} ${aim} ${String(Math.round(fault.atMs))} ms`;
}
