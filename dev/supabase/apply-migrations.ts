import { ensureHistoryTable, listHistory, recordVersion } from '@supabase/lite';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from './open-database.ts';

/**
 * Applies the migrations that this database has not seen, in order, each in a transaction, and remembers them where the
 * Supabase CLI does (`supabase_migrations.schema_migrations`).
 * @param folder holds `<timestamp>_<topic>.sql`
 * @returns the file names that were applied
 * @throws Error that names the migration that failed, which left nothing behind, or one that is not what was applied
 */
export async function applyMigrations(database: Database, folder: string): Promise<string[]> {
  const { connection } = database;
  await ensureHistoryTable(connection);
  const history = await listHistory(connection);
  const seen = new Map(history.map(({ version, statements }) => [version, statements.join('\n')]));
  const pending: string[] = [];
  for (const file of readdirSync(folder).sort()) {
    if (!file.endsWith('.sql')) continue;
    const sql = readFileSync(join(folder, file), 'utf8');
    const applied = seen.get(versionOf(file));
    // A database that is half of one version and half of another fails later, and says nothing useful then.
    if (applied !== undefined && applied !== sql)
      throw new Error(`Migration ${file} has changed since this database was made. npm run reset empties it`);
    if (!seen.has(versionOf(file))) pending.push(file);
  }
  for (const file of pending) {
    const sql = readFileSync(join(folder, file), 'utf8');
    try {
      await database.run(sql);
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
export async function applySeed(database: Database, file: string): Promise<void> {
  try {
    await database.run(readFileSync(file, 'utf8'));
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
