import { setTimeout as pass } from 'node:timers/promises';
import { type BenchPage, withPage } from './bench-page.ts';
import type { BenchServer, Visit } from './bench-server.ts';
import type { Contender } from './contender.ts';
import { lastWords, newestWords, oldestWords, writeAnswer } from './corpus.ts';
import type { Figures } from './rows.ts';

/** After this long a contender counts as not having come to the end. */
const limitMs = 120_000;

/** Long enough for what is done after the last words are on screen. */
const settleMs = 1_500;

const bytesPerMb = 2 ** 20;
const pastMessages = 1_000;

/** @returns what the promise resolves to, or null after the limit: a page that is too busy answers nothing at all */
async function within<Value>(promise: Promise<Value>): Promise<Value | null> {
  // The page is closed when it has not answered: nobody waits for its promise then.
  promise.catch(() => undefined);
  const limit = new AbortController();
  const timeout = pass(limitMs, null, { signal: limit.signal }).catch(() => null);
  return Promise.race([promise, timeout]).finally(() => {
    limit.abort();
  });
}

/** @throws Error when Markdown is on screen as its source: then nothing was measured */
async function checkMarkdown({ page }: BenchPage, { id, isMarkdown }: Contender): Promise<void> {
  const [headings, tables, blocks] = await page.evaluate(() =>
    ['h2', 'table', 'pre'].map((kind) => window.benchSight.count(kind)),
  );
  if (isMarkdown && !(headings && tables && blocks)) throw new Error(`${id} does not render Markdown.`);
}

interface StreamFigures {
  wallMs: number;
  taskMs: number;
  scriptMs: number;
  longestMs: number;
  dropped: number;
}

async function readStream(
  server: BenchServer,
  contender: Contender,
  bench: BenchPage,
): Promise<StreamFigures> {
  const { page } = bench;
  await page.evaluate((composer) => window.benchProbe.whenUsable(composer), contender.composer);
  await server.quiet();
  await bench.startTrace();
  const before = await bench.work();
  const startedAt = await page.evaluate(() => window.benchProbe.startFrames());
  await contender.send(page);
  await server.answerWritten();
  const endedAt = await page.evaluate((words) => window.benchProbe.whenSaid(words, 'last'), lastWords);
  const dropped = await page.evaluate(() => window.benchProbe.stopFrames());
  await pass(settleMs);
  const after = await bench.work();
  const longestMs = await bench.longestTaskMs();
  await checkMarkdown(bench, contender);
  return {
    wallMs: endedAt - startedAt,
    taskMs: after.taskMs - before.taskMs,
    scriptMs: after.scriptMs - before.scriptMs,
    longestMs,
    dropped,
  };
}

const never: StreamFigures = {
  wallMs: Number.POSITIVE_INFINITY,
  taskMs: Number.POSITIVE_INFINITY,
  scriptMs: Number.POSITIVE_INFINITY,
  longestMs: Number.POSITIVE_INFINITY,
  dropped: 100,
};

async function measureStream(
  server: BenchServer,
  contender: Contender,
  { characters, isThrottled }: { characters: number; isThrottled: boolean },
): Promise<StreamFigures> {
  const workload = { answer: writeAnswer(characters), pieceEveryMs: 5, pastMessages: 0 };
  const visit: Visit = { contender, setting: 'inline', workload };
  return withPage(
    server,
    visit,
    { isThrottled },
    async (bench) => (await within(readStream(server, contender, bench))) ?? never,
  );
}

/** An answer of 5,000 characters on a slow machine. */
export async function measureSlowStream(server: BenchServer, contender: Contender): Promise<Figures> {
  const stream = await measureStream(server, contender, { characters: 5_000, isThrottled: true });
  return {
    slowWallMs: stream.wallMs,
    slowTaskMs: stream.taskMs,
    slowScriptMs: stream.scriptMs,
    slowLongestMs: stream.longestMs,
    slowDropped: stream.dropped,
  };
}

/** An answer of 20,000 characters on a machine as it is. */
export async function measureFastStream(server: BenchServer, contender: Contender): Promise<Figures> {
  const stream = await measureStream(server, contender, { characters: 20_000, isThrottled: false });
  return {
    fastWallMs: stream.wallMs,
    fastTaskMs: stream.taskMs,
    fastScriptMs: stream.scriptMs,
    fastLongestMs: stream.longestMs,
    fastDropped: stream.dropped,
  };
}

async function readPast(bench: BenchPage): Promise<Figures> {
  const { page } = bench;
  const pastMs = await page.evaluate(
    (words) => window.benchProbe.whenSaid(words, 'last'),
    newestWords(pastMessages),
  );
  const pastWholeMs = await page.evaluate((words) => window.benchProbe.whenSaid(words, 'first'), oldestWords);
  await pass(settleMs);
  const pastLongestMs = await bench.longestTaskMs();
  const pastNodes = await page.evaluate(() => window.benchSight.count('*'));
  const pastHeap = (await bench.heapBytes()) / bytesPerMb;
  return { pastMs, pastWholeMs, pastLongestMs, pastNodes, pastHeap };
}

/** A conversation of 1,000 messages that the page begins with. */
export async function measurePast(server: BenchServer, contender: Contender): Promise<Figures> {
  const workload = { answer: '', pieceEveryMs: 0, pastMessages };
  const visit: Visit = { contender, setting: 'history', workload };
  return withPage(server, visit, { isThrottled: true, isTraced: true }, async (bench) => {
    const figures = await within(readPast(bench));
    return figures ?? { pastMs: Number.POSITIVE_INFINITY, pastWholeMs: Number.POSITIVE_INFINITY };
  });
}
