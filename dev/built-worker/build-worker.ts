import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createBuilder } from 'vite';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** The Worker's name in wrangler.toml, as the build writes it. */
const name = 'paynless_chat';

/** The Worker as it is deployed, in a temporary folder. */
export interface BuiltWorker {
  /** Has the modules, and `wrangler.json`: the configuration that the build writes for wrangler. */
  readonly folder: string;
  /** Removes the folder. */
  remove(): void;
}

/** Builds the Worker with the options of a deployment. */
export async function buildWorker(): Promise<BuiltWorker> {
  const outDir = mkdtempSync(join(tmpdir(), 'paynless-worker-'));
  const remove = () => {
    rmSync(outDir, { recursive: true, force: true });
  };
  try {
    await keepingDeployTarget(async () => {
      const builder = await createBuilder({
        root,
        configFile: `${root}vite.config.ts`,
        logLevel: 'error',
        build: { outDir },
      });
      const worker = builder.environments[name];
      if (!worker) throw new Error('The Worker has another name in wrangler.toml now.');
      await builder.build(worker);
    });
  } catch (cause) {
    remove();
    throw cause;
  }
  return { folder: join(outDir, name), remove };
}

/** Every build tells wrangler here that what it built is to be deployed. */
const deployTarget = join(root, '.wrangler/deploy/config.json');

/** What is built to be tried or measured is removed again, and never deployed. */
async function keepingDeployTarget(build: () => Promise<void>): Promise<void> {
  const before = existsSync(deployTarget) ? readFileSync(deployTarget) : null;
  try {
    await build();
  } finally {
    if (before === null) rmSync(deployTarget, { force: true });
    else writeFileSync(deployTarget, before);
  }
}
