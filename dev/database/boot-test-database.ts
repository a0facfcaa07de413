import { pgtap } from '@electric-sql/pglite/pgtap';
import { App } from '@supabase/lite';
import { createPgliteConnection, type PGlite } from '@supabase/lite/pglite';
import { fileURLToPath } from 'node:url';
import { applyMigrations, applySeed } from '../supabase/apply-migrations.ts';
import { restorePrivileges } from './restore-privileges.ts';

const supabaseFolder = fileURLToPath(new URL('../../supabase/', import.meta.url));

/** What a hosted project starts with: its roles, a schema for extensions, everything in `public` granted to everybody. */
const hostedDefaults = `
  create role anon nologin;
  create role authenticated nologin;
  create role service_role nologin bypassrls;
  create schema extensions;
  grant usage on schema public, extensions to anon, authenticated, service_role;
  alter default privileges in schema public grant all on tables to anon, authenticated, service_role;
  alter default privileges in schema public grant all on sequences to anon, authenticated, service_role;
  alter default privileges in schema public grant all on functions to anon, authenticated, service_role;
`;

/**
 * An in-memory Postgres as generous as a hosted Supabase project, with every migration applied, the seed run twice (it
 * must be safe to run again) and pgTAP at hand.
 * @throws Error that names the migration or seed that failed
 */
export async function bootTestDatabase(): Promise<PGlite> {
  const connection = await createPgliteConnection({
    url: 'memory://',
    pgliteOptions: { extensions: { pgtap } },
  });
  const database = connection.driver;
  await new App({ connection, auth: { enabled: true } }).ensureSystemSchema();
  await database.exec(hostedDefaults);
  await applyMigrations(connection, database, `${supabaseFolder}migrations`);
  await applySeed(database, `${supabaseFolder}seed.sql`);
  await applySeed(database, `${supabaseFolder}seed.sql`);
  await restorePrivileges(connection);
  return database;
}
