import type { PgliteConnection } from '@supabase/lite/pglite';
import { readFileSync } from 'node:fs';

const privileges = new URL('../../supabase/migrations/20261101000900_privileges.sql', import.meta.url);

/**
 * Gives an embedded Supabase the privileges of a hosted one. With its first request Supabase Lite grants everything
 * in `public` to every role, which undoes what the migrations revoked: `config` and `prompt_text` would be readable by
 * all. So a first request is made here, one that does nothing, and the privileges are applied after it.
 * Call it when the migrations are through and before a request is served.
 */
export async function restorePrivileges(connection: PgliteConnection): Promise<void> {
  await connection.withContext({ auth: { role: 'anon' } }, () => Promise.resolve());
  await connection.driver.transaction((transaction) => transaction.exec(readFileSync(privileges, 'utf8')));
}
