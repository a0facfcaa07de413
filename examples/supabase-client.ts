import { createClient, type SupabaseClient } from '@supabase/supabase-js';

interface PublicConfig {
  supabaseUrl: string;
  supabaseKey: string;
}

/** The Supabase client of a host page, for the project that this deployment's chat uses. */
export async function createSupabaseClient(): Promise<SupabaseClient> {
  const reply = await fetch('/api/config');
  if (!reply.ok) throw new Error(`The chat's configuration is not available (${String(reply.status)}).`);
  // The shape is documented in DeploymentConfig; a host page needs just these two.
  const config = (await reply.json()) as PublicConfig;
  return createClient(config.supabaseUrl, config.supabaseKey);
}
