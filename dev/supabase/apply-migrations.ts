import { appliedVersions, type Connection, ensureHistoryTable, recordVersion } from '@supabase/lite';
import type { PGlite } from '@electric-sql/pglite';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Applies the migrations that this database has not seen, in order, each in a transaction, and remembers them where the
 * Supabase CLI does (`supabase_migrations.schema_migrations`).
 * @param folder holds `<timestamp>_<topic>.sql`
 * @returns the file names that were applied
 * @throws Error that names the migration that failed; that one left nothing behind
 */
export async function applyMigrations(
  connection: Connection,
  database: PGlite,
  folder: string,
): Promise<string[]> {
  await ensureHistoryTable(connection);
  const seen = new Set(await appliedVersions(connection));
  const pending = readdirSync(folder)
    .filter((file) => file.endsWith('.sql') && !seen.has(versionOf(file)))
    .sort();
  for (const file of pending) {
    const sql = readFileSync(join(folder, file), 'utf8');
    try {
      await database.transaction((transaction) => transaction.exec(sql));
    } catch (cause) {
      throw new Error(`Migration ${file} failed: ${messageOf(cause)}`, { cause });
    }
    await recordVersion(connection, {
      version: versionOf(file),
      name: file.slice(versionOf(file).length + 1, -'.sql'.length),
      statements: [sql],
    });
  }
  return pending;
}

/**
 * Runs the seed file, which is safe to run again.
 * @throws Error that names the file
 */
export async function applySeed(database: PGlite, file: string): Promise<void> {
  try {
    await database.transaction((transaction) => transaction.exec(readFileSync(file, 'utf8')));
  } catch (cause) {
    throw new Error(`Seed ${file} failed: ${messageOf(cause)}`, { cause });
  }
}

function versionOf(file: string): string {
  return file.split('_')[0] ?? file;
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
