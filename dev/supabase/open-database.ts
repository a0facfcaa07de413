import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import type { Connection } from '@supabase/lite';
import { createPgliteConnection, type IPgliteConnectionConfig, type PGlite } from '@supabase/lite/pglite';
import { createPostgresConnection } from '@supabase/lite/postgres';
import { mkdirSync } from 'node:fs';

/** A Postgres that Supabase Lite works on. */
export interface Database {
  connection: Connection;
  /** Runs a script of any number of statements: all of it or nothing. */
  run(script: string): Promise<void>;
  close(): Promise<void>;
}

/** One inside this process, with a single connection. */
export interface EmbeddedDatabase extends Database {
  pglite: PGlite;
}

type Extensions = NonNullable<IPgliteConnectionConfig['pgliteOptions']>['extensions'];

/**
 * @param dataDir the folder of the database; in memory when left out
 * @param extensions besides the one that the migrations need
 */
export async function openPglite(dataDir?: string, extensions: Extensions = {}): Promise<EmbeddedDatabase> {
  if (dataDir) mkdirSync(dataDir, { recursive: true });
  const connection = await createPgliteConnection({
    url: dataDir ?? 'memory://',
    pgliteOptions: { extensions: { pg_trgm, ...extensions } },
  });
  const pglite = connection.driver;
  const run = async (script: string) => {
    await pglite.transaction((transaction) => transaction.exec(script));
  };
  return { connection, pglite, run, close: () => connection.close() };
}

/** Enough connections that requests meet each other, and few enough for any server. */
const connectionsMax = 20;

/**
 * One on a server, with many connections.
 * @param url `postgres://user:password@host:port/database`; a superuser, for the roles of Supabase are created
 */
export function openPostgres(url: string): Database {
  const connection = createPostgresConnection({
    url,
    postgresOptions: {
      max: connectionsMax,
      onnotice: () => undefined,
      types: { json: asText(114), jsonb: asText(3802) },
    },
  });
  const run = async (script: string) => {
    await connection.driver.begin((transaction) => transaction.unsafe(script));
  };
  return { connection, run, close: () => connection.close() };
}

/**
 * JSON as Supabase Lite sends it: an argument of a function it has made into text already, and this driver would make that
 * text into a JSON string.
 * @param type the type's number in `pg_type`
 */
function asText(type: number) {
  return {
    to: type,
    from: [type],
    serialize: (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value)),
    parse: (text: string): unknown => JSON.parse(text),
  };
}
