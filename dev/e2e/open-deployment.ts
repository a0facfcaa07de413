import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../free-port.ts';
import type { Environment } from '../local-environment.ts';
import { modelVariables } from '../model-server/model-variables.ts';
import { startModelServer } from '../model-server/start-model-server.ts';
import { startStack } from '../start-stack.ts';
import type { RunningSupabase } from '../supabase/start-supabase.ts';
import { meetVisitor, signUpMember, type ApiCaller } from './callers.ts';
import { modelRequests } from './model-journal.ts';
import { openModelGate, type ModelGate } from './model-gate.ts';

/** The whole stack for tests that speak HTTP with it: on a free port, with a gate between the Worker and its models. */
export interface Deployment {
  url: string;
  gate: ModelGate;
  /** How many requests with these words the model server has answered, or has begun to. */
  timesAsked(words: string): Promise<number>;
  signUp(): Promise<ApiCaller & { id: string }>;
  /** Somebody without an account, whom the Worker has just met. */
  visitor(): Promise<ApiCaller>;
  stop(): Promise<void>;
}

interface DeploymentOptions {
  /** Variables that differ from those of `npm start`. */
  environment?: Environment;
  /** An empty database of the stack's own when left out. */
  supabase?: RunningSupabase;
}

/** Starts a {@link Deployment}. Whatever was started is stopped again when something fails. */
export async function openDeployment({
  environment = {},
  supabase,
}: DeploymentOptions = {}): Promise<Deployment> {
  const opened: (() => void | Promise<void>)[] = [];
  const stop = async () => {
    for (const close of opened.splice(0).reverse()) await close();
  };
  try {
    const dataDir = mkdtempSync(join(tmpdir(), 'paynless-deployment-'));
    opened.push(() => {
      rmSync(dataDir, { recursive: true, force: true });
    });
    const models = await startModelServer({ paced: false });
    opened.push(() => models.stop());
    const gate = await openModelGate(models.url);
    opened.push(() => gate.close());
    const variables = { ...modelVariables(gate.url), ...(supabase && supabaseVariables(supabase)) };
    const stack = await startStack({
      port: await freePort(),
      dataDir,
      environment: { ...variables, ...environment },
    });
    opened.push(() => stack.stop());
    const { SUPABASE_URL: url = '', SUPABASE_PUBLISHABLE_KEY: publishableKey = '' } = stack.environment;
    return {
      url: stack.url,
      gate,
      timesAsked: async (words) => (await modelRequests(models.url, words)).length,
      signUp: () => signUpMember({ url, publishableKey }),
      visitor: () => meetVisitor(stack.url),
      stop,
    };
  } catch (cause) {
    await stop();
    throw cause;
  }
}

function supabaseVariables({ url, publishableKey, secretKey, jwtSecret }: RunningSupabase): Environment {
  return {
    SUPABASE_URL: url,
    SUPABASE_PUBLISHABLE_KEY: publishableKey,
    SUPABASE_SECRET_KEY: secretKey,
    SUPABASE_JWT_SECRET: jwtSecret,
  };
}
