import { randomInt } from 'node:crypto';
import { printReport } from './print-report.ts';
import { runFaults } from './run-faults.ts';

// `npm run faults`: turns of the real stack, each with a fault at a random point of it. `FAULT_SEED` plays the same plan
// again, `FAULT_ROUNDS` is how many. Nothing may be lost, told twice, billed twice or left open.

const seed = Number(process.env['FAULT_SEED'] ?? randomInt(2 ** 32));
const rounds = Number(process.env['FAULT_ROUNDS'] ?? 300);

console.log(`\n${String(rounds)} rounds, FAULT_SEED=${String(seed)}\n`);
const report = await runFaults(seed, rounds, console.log);
console.log(`\n${printReport(report)}`);
process.exitCode = report.violations.length === 0 ? 0 : 1;
