import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where `npm start` keeps its database and its secrets: `.local`, or `DATA_DIR` from the process environment. */
export const dataFolder = resolve(
  process.env['DATA_DIR'] ?? fileURLToPath(new URL('../.local', import.meta.url)),
);

/**
 * Takes a data folder for this process. PGlite does not notice a second process on its files, and the one that writes last
 * would silently undo the other's chats.
 * @returns gives the folder back
 * @throws Error with one line, when a process that is still alive has it
 */
export function takeDataFolder(folder: string): () => void {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'process.pid');
  const owner = readOwner(file);
  if (owner !== null && owner !== process.pid && isAlive(owner)) {
    throw new Error(
      `${folder} is in use by process ${String(owner)}. Stop it, or choose another folder: DATA_DIR=… npm start`,
    );
  }
  writeFileSync(file, String(process.pid));
  return () => {
    rmSync(file, { force: true });
  };
}

function readOwner(file: string): number | null {
  try {
    return Number(readFileSync(file, 'utf8')) || null;
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
