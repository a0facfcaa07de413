import postgres from 'postgres';
import { onTestFinished } from 'vitest';
import { startPostgres } from '../races/start-postgres.ts';
import { createSupabaseApp } from '../supabase/create-supabase-app.ts';
import { openPostgres } from '../supabase/open-database.ts';
import { createSupabaseKeys } from '../supabase/supabase-keys.ts';

/** A migrated database on a server with many connections, since one alone never meets anybody; until the test is over. */
export async function openServer(): Promise<postgres.Sql> {
  const server = await startPostgres();
  onTestFinished(() => server.stop());
  const supabase = await createSupabaseApp(
    createSupabaseKeys(),
    'http://localhost',
    openPostgres(server.url),
  );
  onTestFinished(() => supabase.close());
  const sql = postgres(server.url);
  onTestFinished(() => sql.end());
  return sql;
}
