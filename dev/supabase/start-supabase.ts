import { serve } from '@hono/node-server';
import type { AddressInfo } from 'node:net';
import { createSupabaseApp } from './create-supabase-app.ts';
import { openPglite, openPostgres } from './open-database.ts';
import { createSupabaseKeys, type SupabaseKeys } from './supabase-keys.ts';

/** A running embedded Supabase and what a client needs to reach it. */
export interface RunningSupabase extends SupabaseKeys {
  url: string;
  stop(): Promise<void>;
}

/** Where an embedded Supabase is served, and what it stands on: PGlite in memory, unless told otherwise. */
export interface SupabaseOptions {
  /** A folder for PGlite. */
  dataDir?: string;
  /** 0 takes a free one. */
  port?: number;
  /** A database of a real server, as one of its superusers. */
  postgresUrl?: string;
  /** Where its clients reach it, when that is not where it listens: its tokens name it as their issuer. */
  publicUrl?: string;
}

/** Serves an embedded Supabase on a port of its own, for tests. `npm start` mounts it on the site's port instead. */
export async function startSupabase({
  dataDir,
  port = 0,
  postgresUrl,
  publicUrl,
}: SupabaseOptions = {}): Promise<RunningSupabase> {
  const keys = createSupabaseKeys();
  let handle: (request: Request) => Response | Promise<Response> = () => new Response(null, { status: 503 });
  const server = serve({ fetch: (request) => handle(request), hostname: '127.0.0.1', port });
  await new Promise((listening) => server.once('listening', listening));
  // The socket listens on TCP, so its address is never the string of a pipe.
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const database = postgresUrl ? openPostgres(postgresUrl) : await openPglite(dataDir);
  const supabase = await createSupabaseApp(keys, publicUrl ?? url, database);
  handle = (request) => supabase.app.fetch(request);
  const stop = async () => {
    await new Promise((closed) => server.close(closed));
    await supabase.close();
  };
  return { ...keys, url, stop };
}
