import { cloudflare } from '@cloudflare/vite-plugin';
import { createServer as createTcpServer } from 'node:net';
import { join } from 'node:path';
import { createServer, type Plugin } from 'vite';
import { site } from '../vite.config.ts';
import { parseEnv } from '../worker/env.ts';
import { takeDataFolder } from './data-folder.ts';
import { hasProviderKey, localSecrets, type Environment } from './local-environment.ts';
import { startModelServer, type ModelServer } from './model-server/start-model-server.ts';
import { createSupabaseApp, type SupabaseApp } from './supabase/create-supabase-app.ts';
import { openPglite } from './supabase/open-database.ts';
import { apiReference } from './vite/api-reference.ts';
import { embeddedSupabase } from './vite/embedded-supabase.ts';

/** The whole product on one port: widget, Worker, example pages and Supabase. */
export interface Stack {
  url: string;
  /** What the Worker was given. */
  environment: Environment;
  /** Undefined when the owner's own keys are used. */
  modelServer: ModelServer | undefined;
  /** Undefined when the owner's own Supabase project is used. */
  supabase: SupabaseApp | undefined;
  stop(): Promise<void>;
}

export interface StackOptions {
  port: number;
  /** Where the database and the local secrets live; made when it is not there. */
  dataDir: string;
  /** Variables that win over the local values. With any provider key in it, no model server is started. */
  environment?: Environment;
  /** False lets the model server answer as fast as it can, for tests. */
  paced?: boolean;
}

/**
 * Starts everything that a chat needs, in this one process.
 * @throws Error with one readable line: a busy port or data folder, a missing variable, a migration that failed
 */
export async function startStack({
  port,
  dataDir,
  environment: given = {},
  paced = true,
}: StackOptions): Promise<Stack> {
  await assertPortIsFree(port);
  const url = `http://localhost:${String(port)}`;
  const opened: (() => void | Promise<void>)[] = [];
  const stop = async () => {
    for (const close of opened.splice(0).reverse()) await close();
  };
  try {
    opened.push(takeDataFolder(dataDir));
    const secrets = localSecrets(dataDir);
    const modelServer = hasProviderKey(given) ? undefined : await startModelServer({ paced });
    if (modelServer) opened.push(() => modelServer.stop());
    const supabase = given['SUPABASE_URL']
      ? undefined
      : await createSupabaseApp(secrets, url, await openPglite(join(dataDir, 'postgres')));
    if (supabase) opened.push(() => supabase.close());

    const environment: Environment = {
      ...(supabase && {
        SUPABASE_URL: url,
        SUPABASE_PUBLISHABLE_KEY: secrets.publishableKey,
        SUPABASE_SECRET_KEY: secrets.secretKey,
        SUPABASE_JWT_SECRET: secrets.jwtSecret,
      }),
      ...(modelServer && {
        OPENAI_API_KEY: 'local-model-server',
        ANTHROPIC_API_KEY: 'local-model-server',
        OPENAI_BASE_URL: modelServer.openaiBaseUrl,
        ANTHROPIC_BASE_URL: modelServer.anthropicBaseUrl,
      }),
      VISITOR_SECRET: secrets.visitorSecret,
      ALLOWED_ORIGINS: `${url},http://127.0.0.1:${String(port)}`,
      SIGN_IN_URL: '/sign-in',
      REGISTER_URL: '/sign-in',
      DAILY_BUDGET_USD: '5',
      ...given,
    };
    // The Worker would refuse these too, but only in its log.
    parseEnv(environment);
    opened.push(await serve(port, dataDir, environment, supabase));
    await assertWorkerAnswers(url);
    return { url, environment, modelServer, supabase, stop };
  } catch (cause) {
    await stop();
    throw cause;
  }
}

// Nothing of this stack asks the network for anything.
process.env['DO_NOT_TRACK'] = '1';
process.env['WRANGLER_SEND_METRICS'] = 'false';
process.env['CLOUDFLARE_CF_FETCH_ENABLED'] = 'false';

async function serve(
  port: number,
  dataDir: string,
  environment: Environment,
  supabase: SupabaseApp | undefined,
): Promise<() => Promise<void>> {
  const worker: Plugin[] = cloudflare({
    inspectorPort: false,
    persistState: { path: join(dataDir, 'workerd') },
    // Cloudflare overwrites `cf-connecting-ip`; here a client that sends it is where it says, and all others are at
    // 127.0.0.1 or ::1. So tests can come from many addresses, each with limits of its own.
    // Variables come from here alone: the path of the configuration is where the plugin would look for `.dev.vars`,
    // which has been read already (and must not reach a test).
    config: () => ({ vars: environment, userConfigPath: join(dataDir, 'wrangler.toml') }),
  });
  const server = await createServer({
    ...site,
    configFile: false,
    logLevel: 'warn',
    cacheDir: 'node_modules/.vite',
    // Vite would answer for the API's CORS too.
    server: { port, strictPort: true, host: 'localhost', cors: false },
    plugins: [
      supabase && embeddedSupabase((request) => supabase.app.fetch(request)),
      apiReference(),
      site.plugins,
      worker,
    ],
  });
  await server.listen();
  return () => server.close();
}

async function assertPortIsFree(port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const probe = createTcpServer();
    probe.once('error', () => {
      reject(
        new Error(
          `Port ${String(port)} is in use. Stop what listens there, or choose another one: PORT=… npm start`,
        ),
      );
    });
    probe.listen(port, 'localhost', () =>
      probe.close(() => {
        resolve();
      }),
    );
  });
}

/** The Worker wakes with its first request: better now than when a visitor writes. */
async function assertWorkerAnswers(url: string): Promise<void> {
  const reply = await fetch(`${url}/api/config`, { signal: AbortSignal.timeout(15_000) });
  if (reply.ok) {
    await reply.body?.cancel();
    return;
  }
  throw new Error(`The Worker did not start: ${await reply.text()}`);
}
