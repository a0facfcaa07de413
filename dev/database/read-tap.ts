/** What one pgTAP file has shown. Each failure is its lines of TAP, diagnostics included. */
export interface TapReport {
  passed: number;
  failures: string[];
}

/**
 * Reads what pgTAP has answered: `1..N`, `ok …`, `not ok …` and the `#` lines below a failure.
 * A file without a plan, or with another number of tests than planned, has failed: a test that vanished must not pass.
 * @param cells the texts that the statements of a file returned, in order; others than TAP are ignored
 */
export function readTap(cells: readonly string[]): TapReport {
  const report: TapReport = { passed: 0, failures: [] };
  let planned: number | null = null;
  for (const line of cells.flatMap((cell) => cell.split('\n'))) {
    const plan = /^1\.\.(\d+)$/.exec(line);
    if (plan) planned = Number(plan[1]);
    else if (/^ok \d+/.test(line)) report.passed += 1;
    else if (/^not ok \d+/.test(line)) report.failures.push(line);
    else if (line.startsWith('#')) addToLast(report.failures, line);
  }
  const run = report.passed + report.failures.length;
  if (planned !== run) {
    report.failures.push(`planned ${planned === null ? 'nothing' : String(planned)}, but ran ${String(run)}`);
  }
  return report;
}

/** pgTAP repeats the count of failures at the end of a file; without a failure above it there is nothing to add to. */
function addToLast(failures: string[], line: string): void {
  const last = failures.pop();
  if (last !== undefined) failures.push(`${last}\n${line}`);
}
