import { Agent } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as pass } from 'node:timers/promises';
import { buildWorker } from '../dev/built-worker/build-worker.ts';
import { serveWorker, type ServedWorker } from '../dev/built-worker/serve-worker.ts';
import { ask } from './ask.ts';
import { cpuSeconds } from './cpu-seconds.ts';
import { openStubs } from './open-stubs.ts';

// `npm run bench:objects`: what it costs that an answer runs in a Durable Object, beside the same build with
// DURABLE_ANSWERS=false, in which it runs in the request. Blocks of answers alternate between workerd processes. One of those
// with objects keeps their storage in memory, the other in a file for each, which bare workerd makes and removes itself: work
// of this machine that no deployment's Worker has.

const ratioMax = 1.3;
const blocks = Number(process.env['BENCH_BLOCKS'] ?? 5);
const answersPerBlock = 200;
/** At once: enough to keep workerd busy, few enough not to measure the queue. */
const lanes = 8;
const firsts = 200;

const forms = [
  { name: '50 tokens, streamed, one every 4 ms', word: 'quick', accept: 'text/event-stream' },
  { name: '50 tokens, streamed at once', word: 'fifty', accept: 'text/event-stream' },
  { name: '50 tokens at once, as JSON', word: 'fifty', accept: 'application/json' },
] as const;

type Form = (typeof forms)[number];

const agent = new Agent({ keepAlive: true, maxSockets: lanes });

async function answer(worker: ServedWorker, { word, accept }: Form): Promise<void> {
  const whole = await text(await ask(worker.url, word, { agent, accept }));
  const end = accept === 'application/json' ? '"status":"complete"' : 'data: [DONE]';
  if (!whole.includes(end)) throw new Error(`An answer broke off: ${whole}`);
}

async function answerMany(worker: ServedWorker, form: Form): Promise<void> {
  let left = answersPerBlock;
  const lane = async () => {
    while (left > 0) {
      left -= 1;
      await answer(worker, form);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

/**
 * CPU of a block, in seconds for a thousand answers. What a process does while the other is measured is its own too: an object
 * is let go of some time after its answer.
 */
async function measure(workers: readonly ServedWorker[], form: Form): Promise<number[][]> {
  for (const worker of workers) await answerMany(worker, form);
  const readings: number[][] = workers.map(() => []);
  for (let block = 0; block < blocks; block += 1) {
    for (const [index, worker] of workers.entries()) {
      readings[index]?.push(cpuSeconds(worker.pid));
      await answerMany(worker, form);
    }
  }
  await pass(12_000);
  for (const [index, worker] of workers.entries()) readings[index]?.push(cpuSeconds(worker.pid));
  return readings.map((values) =>
    values.slice(1).map((value, index) => ((value - (values[index] ?? 0)) * 1_000) / answersPerBlock),
  );
}

/** Milliseconds from the request to the first part of its answer, one at a time. */
async function timeFirst(worker: ServedWorker): Promise<number> {
  const askedAt = performance.now();
  const reply = await ask(worker.url, 'fifty', { agent });
  let firstAt = Number.NaN;
  reply.once('data', () => (firstAt = performance.now()));
  await text(reply);
  return firstAt - askedAt;
}

async function timeFirsts(workers: readonly ServedWorker[]): Promise<number[][]> {
  const times: number[][] = workers.map(() => []);
  for (let round = 0; round < firsts; round += 1)
    for (const [index, worker] of workers.entries()) times[index]?.push(await timeFirst(worker));
  return times;
}

function median(values: readonly number[] = []): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

const seconds = (values?: readonly number[]) => median(values).toFixed(2);
const ms = (values?: readonly number[]) => `${median(values).toFixed(1)} ms`;
const times = (ratio: number) => `${ratio.toFixed(2)}×`;

function row(name: string, cells: readonly string[]): void {
  console.log(`  ${name.padEnd(38)}${cells.map((cell) => cell.padStart(12)).join('')}`);
}

async function main(): Promise<boolean> {
  const stubs = await openStubs();
  const built = await buildWorker();
  const workers: ServedWorker[] = [];
  try {
    const { variables } = stubs;
    workers.push(
      await serveWorker({ ...variables, DURABLE_ANSWERS: 'false' }, { built }),
      await serveWorker(variables, { built, inMemory: true }),
      await serveWorker(variables, { built }),
    );
    console.log(
      `\nCPU of workerd in s per 1,000 answers, median of ${String(blocks)} blocks of ${String(answersPerBlock)}, aim ≤ ${String(ratioMax)}× for the first\n`,
    );
    row('', ['request', 'object', 'ratio', 'with files', 'ratio']);
    let isWithin = true;
    for (const form of forms) {
      const [direct, object, onDisk] = await measure(workers, form);
      const ratioTo = (values: readonly number[] = []) => median(values) / median(direct);
      if (form.word === 'quick') isWithin = ratioTo(object) <= ratioMax;
      const cells = [seconds(direct), seconds(object), times(ratioTo(object)), seconds(onDisk)];
      row(form.name, [...cells, times(ratioTo(onDisk))]);
    }
    const [direct, object, onDisk] = await timeFirsts(workers);
    row('first part, p50 at concurrency 1', [ms(direct), ms(object), '', ms(onDisk)]);
    console.log();
    return isWithin;
  } finally {
    agent.destroy();
    for (const worker of workers) await worker.stop();
    built.remove();
    stubs.close();
  }
}

process.exitCode = (await main()) ? 0 : 1;
