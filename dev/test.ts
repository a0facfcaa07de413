import { spawn, type ChildProcess } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { findChromium } from './browser/find-chromium.ts';

/*
 * `npm test`: every check there is, in two lanes side by side, because most of them wait more than they compute. What starts
 * the whole stack shares a lane: Vite keeps one folder of prepared packages. A step's output is printed when it has ended.
 */

const lanes = [
  ['types', 'lint', 'test:protocol', 'test:db', 'test:package', 'test:worker', 'test:widget', 'size'],
  ['test:races', 'test:faults', 'test:clients', 'test:promises', 'test:e2e'],
];

const running = new Set<ChildProcess>();
const failure = new AbortController();

/** Ends all that runs. A step is a group of processes: npm, the runner, and what that has started. */
function stop(): void {
  failure.abort();
  for (const { pid } of running) if (pid !== undefined) process.kill(-pid, 'SIGTERM');
}

/** @returns whether it passed */
async function runStep(name: string): Promise<boolean> {
  const startedAt = performance.now();
  const step = spawn('npm', ['run', '--silent', name], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, FORCE_COLOR: process.stdout.isTTY ? '1' : '0' },
  });
  running.add(step);
  const exit = new Promise<number | null>((resolve) => step.once('exit', resolve));
  const [said, complained, code] = await Promise.all([text(step.stdout), text(step.stderr), exit]);
  running.delete(step);
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(0);
  const state = code === 0 ? 'passed' : failure.signal.aborted ? 'was stopped' : 'FAILED';
  console.log(`\n── ${name} ${state} after ${seconds} s\n${said}${code === 0 ? '' : complained}`);
  return code === 0;
}

async function runLane(lane: readonly string[]): Promise<void> {
  for (const name of lane) {
    if (failure.signal.aborted) return;
    if (!(await runStep(name))) stop();
  }
}

// Before the lanes part: both want one, and it may have to be installed.
findChromium();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
await Promise.all(lanes.map(runLane));
console.log(failure.signal.aborted ? '\nNot everything passed.' : '\nEverything passed.');
process.exitCode = failure.signal.aborted ? 1 : 0;
