import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import { startModelServer } from '../../dev/model-server/start-model-server.ts';
import { startSupabase } from '../../dev/supabase/start-supabase.ts';
import type { Stack } from './stack.ts';

/**
 * Starts what the worker talks to and tells the tests where it is. It runs in a process of its own, which is this file
 * run by itself: PGlite sets the exit code of the process it lives in, again and again, and would thereby decide
 * whether a run of tests has passed.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  // Supabase Lite prints every refusal, and refusals are what many of the tests are about.
  const child = fork(fileURLToPath(import.meta.url), { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  project.provide('stack', await firstMessage(child));
  return async () => {
    const exited = once(child, 'exit');
    child.disconnect();
    await exited;
  };
}

async function firstMessage(child: ChildProcess): Promise<Stack> {
  const died = once(child, 'exit').then(() => {
    throw new Error('The stack of the tests did not start: run this file with Node to see why');
  });
  const sent = once(child, 'message').then(([message]: unknown[]) => message);
  // The only message is the one that `serve` sends.
  return (await Promise.race([sent, died])) as Stack;
}

async function serve(): Promise<void> {
  const [supabase, models, livelyModels] = await Promise.all([
    startSupabase(),
    startModelServer({ paced: false }),
    startModelServer(),
  ]);
  const stack: Stack = {
    supabaseUrl: supabase.url,
    publishableKey: supabase.publishableKey,
    secretKey: supabase.secretKey,
    jwtSecret: supabase.jwtSecret,
    modelServerUrl: models.url,
    openaiBaseUrl: models.openaiBaseUrl,
    anthropicBaseUrl: models.anthropicBaseUrl,
    livelyOpenaiBaseUrl: livelyModels.openaiBaseUrl,
    livelyAnthropicBaseUrl: livelyModels.anthropicBaseUrl,
    redirectingUrl: await startRedirects(models.url),
  };
  // Also when the tests' process is killed: then the channel closes by itself.
  process.once('disconnect', () => process.exit());
  process.send?.(stack);
}

/** A server that answers every request with the same one elsewhere (RFC 9110, section 15.4.8). */
async function startRedirects(target: string): Promise<string> {
  const server = createServer(({ url = '' }, reply) => {
    reply.writeHead(307, { location: target + url }).end();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('A server without a port');
  return `http://127.0.0.1:${String(address.port)}`;
}

if (import.meta.main) await serve();
