import type { IncomingMessage } from 'node:http';
import { setTimeout as pass } from 'node:timers/promises';
import { serveWorker } from '../dev/built-worker/serve-worker.ts';
import { ask } from './ask.ts';
import { openStubs } from './open-stubs.ts';
import type { ModelRequest, StubModel } from './stub-model.ts';

// `npm run bench:leave`: how long after its reader has left the Worker closes its request to the model. Until then an
// answer that nobody reads is paid for.

const boundMs = 1_500;
const times = 20;
/** At once: enough to be done soon, few enough not to measure the queue. */
const lanes = 4;

/** When the reader leaves: the word that tells the model what to do, and what the reader has read by then. */
const moments = [
  { when: 'before the first token', word: 'silent', read: /"start"/ },
  { when: 'in the middle of streaming', word: 'stream', read: /(?:"text-delta"[^]*){3}/ },
  // A heartbeat, so that the pause is felt.
  { when: 'in a silent pause after tokens', word: 'pause', read: /"text-delta"[^]*\n: \n/ },
];

type Moment = (typeof moments)[number];

async function readUntil(reply: IncomingMessage, { read }: Moment): Promise<void> {
  let text = '';
  await new Promise<void>((resolve, reject) => {
    reply.on('data', (piece: Buffer) => {
      text += piece.toString();
      if (read.test(text)) resolve();
    });
    reply.on('end', () => {
      reject(new Error(`The stream ended too early: ${text}`));
    });
  });
}

async function untilClosed(entry: () => ModelRequest | undefined): Promise<ModelRequest> {
  const deadline = performance.now() + 30_000;
  while (performance.now() < deadline) {
    const found = entry();
    if (found?.closedAt !== null && found !== undefined) return found;
    await pass(2);
  }
  throw new Error('The request to the model was never closed.');
}

/** Milliseconds from the reader's leaving to the end of the request to the model. */
async function leaveOnce(worker: string, model: StubModel, moment: Moment, index: number): Promise<number> {
  const message = `${moment.word} ${crypto.randomUUID()}`;
  const reply = await ask(worker, message);
  await readUntil(reply, moment);
  // Spread over the second of two heartbeats, so that the longest wait is among what is measured.
  await pass((index * 1_000) / times);
  const leftAt = performance.now();
  reply.socket.destroy();
  const { closedAt, isWhole } = await untilClosed(() =>
    model.journal.find(({ body }) => body.includes(message)),
  );
  if (isWhole || closedAt === null) throw new Error('The model had written its answer whole.');
  return closedAt - leftAt;
}

async function measure(worker: string, model: StubModel, moment: Moment): Promise<number[]> {
  const waits: number[] = [];
  const left = Array.from({ length: times }, (_, index) => index);
  const lane = async () => {
    for (let index = left.shift(); index !== undefined; index = left.shift())
      waits.push(await leaveOnce(worker, model, moment, index));
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return waits.sort((a, b) => a - b);
}

function row(moment: Moment, waits: number[]): string {
  const ms = (value = Number.NaN) => `${value.toFixed(0)} ms`.padStart(10);
  const longest = waits.at(-1);
  const over = longest === undefined || longest > boundMs ? '   OVER THE BOUND' : '';
  return `  ${moment.when.padEnd(32)}${ms(waits[Math.floor(waits.length / 2)])}${ms(longest)}${over}`;
}

async function main(): Promise<boolean> {
  const stubs = await openStubs();
  // Otherwise an answer goes on without its reader.
  const worker = await serveWorker({ ...stubs.variables, LEAVE_STOPS: 'true' });
  try {
    console.log(
      `\nClient leaves → request to the model closed (n = ${String(times)}, bound ${String(boundMs)} ms)\n`,
    );
    console.log(`  ${'when the client leaves'.padEnd(32)}${'median'.padStart(10)}${'max'.padStart(10)}`);
    let isWithin = true;
    for (const moment of moments) {
      const waits = await measure(worker.url, stubs.model, moment);
      console.log(row(moment, waits));
      isWithin &&= (waits.at(-1) ?? Number.POSITIVE_INFINITY) <= boundMs;
    }
    console.log();
    return isWithin;
  } finally {
    await worker.stop();
    stubs.close();
  }
}

process.exitCode = (await main()) ? 0 : 1;
