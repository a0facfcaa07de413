import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createBuilder } from 'vite';

/** The same binary that wrangler and the tests use. */
const workerd = fileURLToPath(new URL('../node_modules/.bin/workerd', import.meta.url));

/** The built Worker, served by bare workerd. */
export interface ServedWorker {
  url: string;
  stop(): Promise<void>;
}

/** Parts of the configuration that the build writes for wrangler. */
interface BuiltConfig {
  compatibility_date: string;
  compatibility_flags: string[];
  ratelimits: { name: string }[];
}

/**
 * Builds the Worker as it is deployed and serves it without wrangler or Miniflare around it, which would cost several
 * times its CPU and hold connections of their own.
 * @param variables of the Worker
 */
export async function serveWorker(variables: Record<string, string>): Promise<ServedWorker> {
  const folder = mkdtempSync(join(tmpdir(), 'paynless-bench-'));
  const built = join(folder, 'paynless_chat');
  await keepingDeployTarget(() => buildWorker(folder));
  const port = await freePort();
  writeFileSync(join(built, 'workerd.capnp'), describeWorker(built, variables, port));
  writeFileSync(join(built, 'limiter.js'), limiter);
  const child = spawn(workerd, ['serve', join(built, 'workerd.capnp')], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const stop = async () => {
    if (child.exitCode === null) {
      child.kill();
      await once(child, 'exit');
    }
    rmSync(folder, { recursive: true, force: true });
  };
  const url = `http://127.0.0.1:${String(port)}`;
  try {
    await answers(`${url}/api/healthz`, child);
  } catch (cause) {
    await stop();
    throw cause;
  }
  return { url, stop };
}

async function buildWorker(outDir: string): Promise<void> {
  const builder = await createBuilder({ logLevel: 'error', build: { outDir } });
  const worker = builder.environments['paynless_chat'];
  if (!worker) throw new Error('The Worker has another name in wrangler.toml now.');
  await builder.build(worker);
}

/** Every build tells wrangler here that what it built is to be deployed. */
const deployTarget = fileURLToPath(new URL('../.wrangler/deploy/config.json', import.meta.url));

/** What is built to be measured is removed again, and never deployed. */
async function keepingDeployTarget(build: () => Promise<void>): Promise<void> {
  const before = existsSync(deployTarget) ? readFileSync(deployTarget) : null;
  try {
    await build();
  } finally {
    if (before === null) rmSync(deployTarget, { force: true });
    else writeFileSync(deployTarget, before);
  }
}

/** A rate limit that always has room: bare workerd has no such binding. */
const limiter = `import { WorkerEntrypoint } from 'cloudflare:workers';
export default class extends WorkerEntrypoint {
  limit() { return { success: true }; }
}`;

/** The configuration of workerd (https://github.com/cloudflare/workerd/blob/main/src/workerd/server/workerd.capnp). */
function describeWorker(folder: string, variables: Record<string, string>, port: number): string {
  // Only the build above writes this file.
  const config = JSON.parse(readFileSync(join(folder, 'wrangler.json'), 'utf8')) as BuiltConfig;
  const chunks = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.js') && file !== 'index.js',
  );
  const text = (value: string) => JSON.stringify(value);
  const list = (rows: string[]) => `[${rows.join(', ')}]`;
  const modules = ['index.js', ...chunks].map(
    (file) => `(name = ${text(file)}, esModule = embed ${text(file)})`,
  );
  const bindings = [
    ...Object.entries(variables).map(([name, value]) => `(name = ${text(name)}, text = ${text(value)})`),
    ...config.ratelimits.map(({ name }) => `(name = ${text(name)}, service = "limiter")`),
  ];
  const compatibility = `compatibilityDate = ${text(config.compatibility_date)}`;
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "worker", worker = (
      ${compatibility},
      compatibilityFlags = ${list(config.compatibility_flags.map(text))},
      modules = ${list(modules)},
      bindings = ${list(bindings)},
    )),
    (name = "limiter", worker = (${compatibility}, modules = [(name = "limiter.js", esModule = embed "limiter.js")])),
    (name = "internet", network = (allow = ["public", "private"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:${String(port)}", http = (), service = "worker")],
);
`;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A TCP server's address is never the string of a pipe.
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Waits until the address answers with 200. */
async function answers(url: string, child: ChildProcess): Promise<void> {
  const deadline = performance.now() + 10_000;
  while (performance.now() < deadline && child.exitCode === null) {
    const reply = await fetch(url).catch(() => null);
    await reply?.body?.cancel();
    if (reply?.ok) return;
    await new Promise((passed) => setTimeout(passed, 50));
  }
  throw new Error('The Worker did not start.');
}
