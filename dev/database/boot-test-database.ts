import { pgtap } from '@electric-sql/pglite/pgtap';
import { App } from '@supabase/lite';
import type { PGlite } from '@supabase/lite/pglite';
import { fileURLToPath } from 'node:url';
import { applyMigrations, applySeed } from '../supabase/apply-migrations.ts';
import { hostedDefaults } from '../supabase/hosted-defaults.ts';
import { openPglite } from '../supabase/open-database.ts';
import { restorePrivileges } from '../supabase/restore-privileges.ts';

const supabaseFolder = fileURLToPath(new URL('../../supabase/', import.meta.url));

/**
 * An in-memory Supabase Lite as generous as a hosted project, with every migration applied, the seed run twice (it must
 * be safe to run again) and pgTAP at hand.
 * @throws Error that names the migration or seed that failed
 */
export async function bootTestDatabase(): Promise<PGlite> {
  const database = await openPglite(undefined, { pgtap });
  await new App({ connection: database.connection, auth: { enabled: true } }).ensureSystemSchema();
  await database.run(hostedDefaults);
  await applyMigrations(database, `${supabaseFolder}migrations`);
  await applySeed(database, `${supabaseFolder}seed.sql`);
  await applySeed(database, `${supabaseFolder}seed.sql`);
  await restorePrivileges(database);
  return database.pglite;
}
