import { randomBytes } from 'node:crypto';
import postgres, { type Sql } from 'postgres';
import { buildWorker } from '../built-worker/build-worker.ts';
import { serveWorker, type ServedWorker } from '../built-worker/serve-worker.ts';
import { meetVisitor, signUpMember, type ApiCaller } from '../e2e/callers.ts';
import type { Environment } from '../local-environment.ts';
import { modelVariables } from '../model-server/model-variables.ts';
import { startModelServer } from '../model-server/start-model-server.ts';
import { startPostgres } from '../races/start-postgres.ts';
import { startSupabase } from '../supabase/start-supabase.ts';
import { openDatabaseProxy, type DatabaseProxy } from './database-proxy.ts';
import { openModelProxy, type ModelProxy } from './model-proxy.ts';

/** The real stack, as it is deployed but for the paid vendor, with something between its parts that can break them. */
export interface FaultStack {
  readonly worker: ServedWorker;
  readonly database: DatabaseProxy;
  readonly models: ModelProxy;
  /** As superuser, past the proxy. */
  readonly sql: Sql;
  /** Registers somebody. */
  signUp(): Promise<ApiCaller & { id: string }>;
  /** Somebody without an account, whom the Worker has just met. */
  meet(): Promise<ApiCaller>;
  stop(): Promise<void>;
}

/** Starts a {@link FaultStack} of its own. Whatever was started is stopped again when something fails. */
export async function openFaultStack(): Promise<FaultStack> {
  const opened: (() => unknown)[] = [];
  const stop = async () => {
    for (const close of opened.splice(0).reverse()) await close();
  };
  try {
    // It takes as long as starting all the rest. That it failed is told to whoever needs it.
    const building = buildWorker();
    opened.push(() =>
      building.then(
        (built) => {
          built.remove();
        },
        () => undefined,
      ),
    );
    building.catch(() => undefined);
    const server = await startPostgres();
    opened.push(() => server.stop());
    const database = await openDatabaseProxy();
    opened.push(() => database.close());
    const supabase = await startSupabase({ postgresUrl: server.url, publicUrl: database.url });
    opened.push(() => supabase.stop());
    database.forwardTo(supabase.url);
    const sql = postgres(server.url, { max: 4 });
    opened.push(() => sql.end());
    const modelServer = await startModelServer({ haste });
    opened.push(() => modelServer.stop());
    const models = await openModelProxy(modelServer.url);
    opened.push(() => models.close());
    const variables = {
      SUPABASE_URL: database.url,
      SUPABASE_PUBLISHABLE_KEY: supabase.publishableKey,
      SUPABASE_SECRET_KEY: supabase.secretKey,
      SUPABASE_JWT_SECRET: supabase.jwtSecret,
      ...modelVariables(models.url),
      ...roomForAll,
      VISITOR_SECRET: randomBytes(32).toString('hex'),
    };
    const worker = await serveWorker(variables, { built: await building });
    opened.push(() => worker.stop());
    return {
      worker,
      database,
      models,
      sql,
      stop,
      signUp: () => signUpMember(supabase),
      meet: () => meetVisitor(worker.url),
    };
  } catch (cause) {
    await stop();
    throw cause;
  }
}

/** A slow answer takes about six seconds. */
const haste = 2;

/** Who is refused meets no fault. */
const roomForAll: Environment = {
  ANONYMOUS_MESSAGE_LIMIT: '1000',
  ANONYMOUS_IP_MESSAGE_LIMIT: '1000',
  USER_DAILY_MESSAGE_LIMIT: '100000',
  DAILY_BUDGET_USD: '1000',
};
