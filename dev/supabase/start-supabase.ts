import { serve } from '@hono/node-server';
import type { AddressInfo } from 'node:net';
import { createSupabaseApp } from './create-supabase-app.ts';
import { createSupabaseKeys, type SupabaseKeys } from './supabase-keys.ts';

/** A running embedded Supabase and what a client needs to reach it. */
export interface RunningSupabase extends SupabaseKeys {
  url: string;
  stop(): Promise<void>;
}

/**
 * Serves an embedded Supabase on a port of its own, for tests. `npm start` mounts it on the site's port instead.
 * @param port 0 takes a free one
 */
export async function startSupabase({
  dataDir,
  port = 0,
}: { dataDir?: string; port?: number } = {}): Promise<RunningSupabase> {
  const keys = createSupabaseKeys();
  let handle: (request: Request) => Response | Promise<Response> = () => new Response(null, { status: 503 });
  const server = serve({ fetch: (request) => handle(request), hostname: '127.0.0.1', port });
  await new Promise((listening) => server.once('listening', listening));
  // The socket listens on TCP, so its address is never the string of a pipe.
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const supabase = await createSupabaseApp(keys, { siteUrl: url, ...(dataDir ? { dataDir } : {}) });
  handle = (request) => supabase.app.fetch(request);
  const stop = async () => {
    await new Promise((closed) => server.close(closed));
    await supabase.close();
  };
  return { ...keys, url, stop };
}
