import { PostgrestClient } from '@supabase/postgrest-js';
import type { Database } from './database.types.ts';

/** The part of supabase-js that speaks to the tables and functions of a project. The worker needs no other. */
export type SupabaseClient = PostgrestClient<Database>;

/** Where the project is and how the worker shows itself to it. */
export interface SupabaseSettings {
  /** Without a slash at the end. */
  readonly url: string;
  readonly publishableKey: string;
  readonly secretKey: string;
}

/** The two ways to come to the database. */
export interface SupabaseClients {
  /** In the name of a user: row level security decides what there is. */
  asUser(accessToken: string): SupabaseClient;
  /** With the secret key, for what no person may do themselves. */
  readonly asService: SupabaseClient;
}

/** A database that takes longer than this is down, as far as a person who waits is concerned. Milliseconds. */
const timeout = 10_000;

/** Clients of the project's Data API. Retries are off: whoever calls knows what may be repeated. */
export function createSupabaseClients(
  supabase: SupabaseSettings,
  fetchImplementation: typeof fetch,
): SupabaseClients {
  const createClient = (apikey: string, bearer: string): SupabaseClient =>
    new PostgrestClient<Database>(`${supabase.url}/rest/v1`, {
      headers: { apikey, authorization: `Bearer ${bearer}` },
      fetch: fetchImplementation,
      timeout,
      retry: false,
    });
  return {
    asUser: (accessToken) => createClient(supabase.publishableKey, accessToken),
    asService: createClient(supabase.secretKey, supabase.secretKey),
  };
}
