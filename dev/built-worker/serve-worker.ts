import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildWorker, type BuiltWorker } from './build-worker.ts';
import { describeWorker, limiter } from './describe-worker.ts';
import { steadyPort } from './steady-port.ts';

/** The same binary that wrangler and the tests use. */
const workerd = fileURLToPath(new URL('../../node_modules/.bin/workerd', import.meta.url));

/** A built Worker, served by bare workerd. */
export interface ServedWorker {
  /** Stays the same when it is started again. */
  readonly url: string;
  /** Of the running process, or of the last one. */
  readonly pid: number;
  /** Ends the process as a crash does, in the middle of whatever it does (SIGKILL). */
  kill(): Promise<void>;
  /** Starts it again, with the storage of its objects as it was left. Resolves when it answers. */
  start(): Promise<void>;
  /** Ends it and removes its files, and the build when it was made for it. */
  stop(): Promise<void>;
}

/**
 * Serves the Worker without wrangler or Miniflare around it, which would cost several times its CPU and hold connections of
 * their own.
 * @param variables of the Worker
 * @param options `built` is from `buildWorker`, built for this one when left out; with `inMemory` the storage of its objects
 * ends with the process
 */
export async function serveWorker(
  variables: Record<string, string>,
  { built, inMemory = false }: { built?: BuiltWorker; inMemory?: boolean } = {},
): Promise<ServedWorker> {
  const worker = built ?? (await buildWorker());
  const { folder } = worker;
  const storageFolder = mkdtempSync(join(tmpdir(), 'paynless-objects-'));
  const port = await steadyPort();
  // Beside the modules, which it names by where they stand to it; two Workers of one build have one each.
  const description = join(folder, `workerd-${String(port)}.capnp`);
  writeFileSync(
    description,
    describeWorker(folder, { variables, port, storageFolder: inMemory ? null : storageFolder }),
  );
  writeFileSync(join(folder, 'limiter.js'), limiter);
  const url = `http://127.0.0.1:${String(port)}`;
  let child = await launch(description, url);
  return {
    url,
    get pid() {
      return child.pid ?? Number.NaN;
    },
    kill: () => kill(child),
    start: async () => {
      child = await launch(description, url);
    },
    stop: async () => {
      // Asked kindly it would wait for its last reader.
      await kill(child);
      rmSync(storageFolder, { recursive: true, force: true });
      if (built) rmSync(description, { force: true });
      else worker.remove();
    },
  };
}

async function launch(description: string, url: string): Promise<ChildProcess> {
  const child = spawn(workerd, ['serve', description], { stdio: ['ignore', 'ignore', 'inherit'] });
  try {
    await answers(`${url}/api/healthz`, child);
  } catch (cause) {
    await kill(child);
    throw cause;
  }
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

/** Waits until the address answers with 200. */
async function answers(url: string, child: ChildProcess): Promise<void> {
  const deadline = performance.now() + 10_000;
  while (performance.now() < deadline && child.exitCode === null) {
    const reply = await fetch(url).catch(() => null);
    await reply?.body?.cancel();
    if (reply?.ok) return;
    await new Promise((passed) => setTimeout(passed, 20));
  }
  throw new Error('The Worker did not start.');
}
