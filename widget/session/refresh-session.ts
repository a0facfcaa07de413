import type { KeyValueStorage } from '../stores/key-value-storage.ts';

/** The Supabase project that the page and the worker share. `supabaseKey` is the publishable one. */
export interface SupabaseProject {
  supabaseUrl: string;
  supabaseKey: string;
}

/**
 * Renews the stored session in place. What came of it stands in the storage; it never rejects.
 * @param isForced also when its token is still good for a while
 */
export type SessionRefresher = (isForced: boolean) => Promise<void>;

/** How long before its end supabase's client takes a token for expired. */
export const expiryMarginMs = 90_000;

/**
 * Renews sessions with supabase's own client, loaded now: it refreshes once for any number of callers, notices when
 * another tab was faster, and tells the page's client about the new tokens.
 */
export async function createSessionRefresher(
  { supabaseUrl, supabaseKey }: SupabaseProject,
  storage: KeyValueStorage,
  storageKey: string,
): Promise<SessionRefresher> {
  const { AuthClient } = await import('@supabase/auth-js');
  const client = new AuthClient({
    url: `${supabaseUrl.replace(/\/+$/, '')}/auth/v1`,
    headers: { apikey: supabaseKey },
    storage,
    storageKey,
    persistSession: true,
    autoRefreshToken: false,
    detectSessionInUrl: false,
    skipAutoInitialize: true,
  });
  return async (isForced) => {
    // Reading an expired session renews it; asking for a renewal then would do it twice.
    await (isForced ? client.refreshSession() : client.getSession()).catch(() => undefined);
  };
}
