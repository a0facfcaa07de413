import * as v from 'valibot';
import type { KeyValueStorage } from '../stores/key-value-storage.ts';
import { readTokenClaims } from './token-claims.ts';

/** What the widget reads of a session that supabase-js has stored. */
const Stored = v.object({ access_token: v.string(), refresh_token: v.string(), expires_at: v.number() });

/** A session that the page's own supabase-js keeps. `expiresAt` is in milliseconds since 1970. */
export interface StoredSession {
  accessToken: string;
  userId: string;
  expiresAt: number;
}

/**
 * The key under which supabase-js keeps its session: `sb-<first label of the project's host>-auth-token`.
 * Source: the constructor of `SupabaseClient`, https://github.com/supabase/supabase-js
 */
export function sessionStorageKey(supabaseUrl: string): string {
  const [project = ''] = new URL(supabaseUrl).hostname.split('.');
  return `sb-${project}-auth-token`;
}

/** @returns the stored session, or null when there is none or it is not one of supabase-js */
export function readStoredSession(storage: KeyValueStorage, key: string): StoredSession | null {
  const text = storage.getItem(key);
  if (text === null) return null;
  try {
    const { access_token: accessToken, expires_at } = v.parse(Stored, JSON.parse(text));
    const userId = readTokenClaims(accessToken)?.sub;
    return userId === undefined ? null : { accessToken, userId, expiresAt: expires_at * 1_000 };
  } catch {
    return null;
  }
}
