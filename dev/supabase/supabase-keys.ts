import { randomBytes } from 'node:crypto';

/** What an embedded Supabase signs and accepts. Local values only; a hosted project has its own. */
export interface SupabaseKeys {
  publishableKey: string;
  secretKey: string;
  jwtSecret: string;
}

/** Fresh keys in the form that Supabase Lite accepts. */
export function createSupabaseKeys(): SupabaseKeys {
  return {
    publishableKey: `sb_publishable_${randomBytes(16).toString('hex')}`,
    secretKey: `sb_secret_${randomBytes(16).toString('hex')}`,
    jwtSecret: randomBytes(32).toString('hex'),
  };
}
