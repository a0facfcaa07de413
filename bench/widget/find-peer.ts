import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const cache = fileURLToPath(new URL('../../node_modules/.cache/bench-peers/', import.meta.url));

/** A published package: what is measured is exactly this. */
export interface Peer {
  /** Its name and version. */
  readonly specifier: string;
  /** As npm tells it, of the packed file. */
  readonly integrity: string;
}

function unpack({ specifier, integrity }: Peer, folder: string): void {
  const run = (command: string, ...rest: string[]) =>
    execFileSync(command, rest, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  const file = join(folder, run('npm', 'pack', '--silent', specifier).trim());
  const found = `sha512-${createHash('sha512').update(readFileSync(file)).digest('base64')}`;
  if (found !== integrity) throw new Error(`${specifier} is not what it was: ${found}`);
  run('tar', 'xzf', file, '--strip-components=1');
  rmSync(file);
}

/**
 * The folder of the peer's published files: fetched the first time, kept beside the project's other caches. They are no
 * dependency of ours, and `npm ci` knows nothing of them.
 */
export function findPeer(peer: Peer): string {
  const folder = join(cache, peer.specifier.replaceAll('/', '+'));
  if (existsSync(folder)) return folder;
  mkdirSync(cache, { recursive: true });
  // Moved when it is whole, so that a fetch that was broken off leaves nothing that looks like it.
  const part = mkdtempSync(join(cache, 'part-'));
  try {
    unpack(peer, part);
    renameSync(part, folder);
  } finally {
    rmSync(part, { recursive: true, force: true });
  }
  return folder;
}
