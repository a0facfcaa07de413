import { readdirSync, readFileSync } from 'node:fs';
import type { Database } from './open-database.ts';

const migrations = new URL('../../supabase/migrations/', import.meta.url);

/**
 * Gives an embedded Supabase the privileges of a hosted one. With its first request Supabase Lite grants everything in
 * `public` to every role, which undoes what the migrations revoked: `config` and `prompt_text` would be readable by all.
 * So a first request is made here, one that does nothing, and after it the migrations that set privileges
 * (`…_privileges.sql`) are applied again, which they are written for.
 * Call it at every boot, when the migrations are through and before a request is served.
 */
export async function restorePrivileges(database: Database): Promise<void> {
  await database.connection.withContext({ auth: { role: 'anon' } }, () => Promise.resolve());
  const files = readdirSync(migrations)
    .filter((file) => file.endsWith('_privileges.sql'))
    .sort();
  await database.run(files.map((file) => readFileSync(new URL(file, migrations), 'utf8')).join('\n'));
}
