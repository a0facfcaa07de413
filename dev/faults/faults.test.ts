import { randomInt } from 'node:crypto';
import { expect, it } from 'vitest';
import { printReport } from './print-report.ts';
import { runFaults } from './run-faults.ts';

/** The short form of `npm run faults`, which has more rounds. */
const rounds = 24;

it('turns survive cut connections, an absent database and a crash: nothing is lost, doubled or left open', async () => {
  const seed = Number(process.env['FAULT_SEED'] ?? randomInt(2 ** 32));
  const report = await runFaults(seed, rounds, console.log);
  console.log(printReport(report));
  expect(report.violations).toEqual([]);
  expect(report.rounds).toHaveLength(rounds);
});
