import { App } from '@supabase/lite';
import { fileURLToPath } from 'node:url';
import { applyMigrations, applySeed } from './apply-migrations.ts';
import { hostedDefaults } from './hosted-defaults.ts';
import type { Database, EmbeddedDatabase } from './open-database.ts';
import { restorePrivileges } from './restore-privileges.ts';
import type { SupabaseKeys } from './supabase-keys.ts';

const supabaseFolder = fileURLToPath(new URL('../../supabase/', import.meta.url));

/** An embedded Supabase: its HTTP handler, the Postgres behind it, and a way to end both. */
export interface SupabaseApp<D extends Database = EmbeddedDatabase> {
  app: App;
  database: D;
  applied: string[];
  close(): Promise<void>;
}

/**
 * Boots Supabase Lite with this project's migrations and seed applied. Its admin mode, which would serve keyless local
 * requests as `service_role`, is off. Signing up needs no confirmation.
 * @param siteUrl the origin that its tokens name as their issuer, with `/auth/v1` behind it
 * @param database is closed with it
 * @throws Error that names the migration or seed that failed
 */
export async function createSupabaseApp<D extends Database>(
  keys: SupabaseKeys,
  siteUrl: string,
  database: D,
): Promise<SupabaseApp<D>> {
  const { connection } = database;
  const app = new App({
    connection,
    api: { external_url: siteUrl, max_rows: 1000 },
    auth: {
      enabled: true,
      site_url: siteUrl,
      jwt_secret: keys.jwtSecret,
      publishable_key: keys.publishableKey,
      secret_key: keys.secretKey,
      enable_signup: true,
      email: { enable_signup: true, enable_confirmations: false },
    },
    options: { server: { admin: false } },
  });
  await app.ensureSystemSchema();
  await database.run(hostedDefaults);
  const applied = await applyMigrations(database, `${supabaseFolder}migrations`);
  await applySeed(database, `${supabaseFolder}seed.sql`);
  await restorePrivileges(database);
  return { app, database, applied, close: () => database.close() };
}
