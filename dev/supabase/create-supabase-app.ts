import { App } from '@supabase/lite';
import { createPgliteConnection, type PGlite } from '@supabase/lite/pglite';
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { restorePrivileges } from './restore-privileges.ts';
import { applyMigrations, applySeed } from './apply-migrations.ts';
import { hostedDefaults } from './hosted-defaults.ts';
import type { SupabaseKeys } from './supabase-keys.ts';

const supabaseFolder = fileURLToPath(new URL('../../supabase/', import.meta.url));

/** An embedded Supabase: its HTTP handler, the Postgres inside it, and a way to end both. */
export interface SupabaseApp {
  app: App;
  database: PGlite;
  applied: string[];
  close(): Promise<void>;
}

/**
 * Boots Supabase Lite on PGlite with this project's migrations and seed applied. Its admin mode, which would serve
 * keyless local requests as `service_role`, is off. Signing up needs no confirmation.
 * @param siteUrl the origin that its tokens name as their issuer, with `/auth/v1` behind it
 * @param dataDir the folder of the database; in memory when left out
 * @throws Error that names the migration or seed that failed
 */
export async function createSupabaseApp(
  keys: SupabaseKeys,
  { siteUrl, dataDir }: { siteUrl: string; dataDir?: string },
): Promise<SupabaseApp> {
  if (dataDir) mkdirSync(dataDir, { recursive: true });
  const connection = await createPgliteConnection({ url: dataDir ?? 'memory://' });
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
  const database = connection.driver;
  await database.exec(hostedDefaults);
  const applied = await applyMigrations(connection, database, `${supabaseFolder}migrations`);
  await applySeed(database, `${supabaseFolder}seed.sql`);
  await restorePrivileges(connection);
  return { app, database, applied, close: () => connection.close() };
}
