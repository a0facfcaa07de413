import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as v from 'valibot';
import type { TestProject } from 'vitest/node';
import { buildPackage } from './build-package.ts';
import { root } from './package-entries.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** What `npm publish` would send. */
    tarball: string;
    /** The folder of a project that has installed it. */
    consumer: string;
  }
}

const Described = v.object({
  dependencies: v.record(v.string(), v.string()),
  peerDependencies: v.record(v.string(), v.string()),
});

/** Builds and packs the package, and installs it in a project of its own, beside nothing but what it asks for. */
export default async function setup(project: TestProject): Promise<() => void> {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'paynless-package-'));
  const remove = (): void => {
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await installIn(folder, project);
  } catch (error) {
    remove();
    throw error;
  }
  return remove;
}

async function installIn(folder: string, project: TestProject): Promise<void> {
  await buildPackage(join(folder, 'built'));
  // npm says on stdout what the archive is called.
  const name = execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder], {
    cwd: join(folder, 'built'),
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();
  const tarball = join(folder, name);
  const consumer = join(folder, 'consumer');
  const modules = join(consumer, 'node_modules');
  const installed = join(modules, 'paynless-chat');
  mkdirSync(installed, { recursive: true });
  execFileSync('tar', ['-xzf', tarball, '-C', installed, '--strip-components=1']);
  const described: unknown = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
  const { dependencies, peerDependencies } = v.parse(Described, described);
  for (const dependency of [...Object.keys(dependencies), ...Object.keys(peerDependencies)]) {
    mkdirSync(dirname(join(modules, dependency)), { recursive: true });
    symlinkSync(join(root, 'node_modules', dependency), join(modules, dependency));
  }
  writeFileSync(join(consumer, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  project.provide('tarball', tarball);
  project.provide('consumer', consumer);
}
