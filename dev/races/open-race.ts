import postgres, { type Sql } from 'postgres';
import { inject } from 'vitest';
import type { Environment } from '../local-environment.ts';
import { openDeployment, type Deployment } from '../e2e/open-deployment.ts';
import { startSupabase } from '../supabase/start-supabase.ts';
import './global-setup.ts';

/** A deployment on a real Postgres server, and a look into its database as nobody else has it. */
export interface Race extends Deployment {
  sql: Sql;
}

/**
 * Opens a deployment on a database of its own in the server of the global setup, so that every file has its own limits.
 * @param environment variables of the Worker: the limits to race for
 */
export async function openRace(environment: Environment = {}): Promise<Race> {
  const name = `race_${crypto.randomUUID().replaceAll('-', '')}`;
  const server = postgres(inject('postgresUrl'), { max: 1 });
  await server.unsafe(`create database ${name}`);
  await server.end();
  const postgresUrl = new URL(name, inject('postgresUrl')).href;
  const supabase = await startSupabase({ postgresUrl });
  try {
    // Titles would be further calls to the model; what is counted here are answers.
    const site = await openDeployment({ supabase, environment: { MODEL_TITLES: 'false', ...environment } });
    const sql = postgres(postgresUrl, { max: 1 });
    const stop = async () => {
      await sql.end();
      await site.stop();
      await supabase.stop();
    };
    return { ...site, sql, stop };
  } catch (cause) {
    await supabase.stop();
    throw cause;
  }
}
