import { atom } from 'nanostores';
import { ChatApiError } from '../api/chat-api-error.ts';
import type { CurrentSession, SessionState } from '../stores/current-session.ts';
import type { KeyValueStorage } from '../stores/key-value-storage.ts';
import { listen } from './listen.ts';
import {
  createSessionRefresher,
  expiryMarginMs,
  type SessionRefresher,
  type SupabaseProject,
} from './refresh-session.ts';
import { readStoredSession, sessionStorageKey } from './stored-session.ts';
import { readTokenClaims } from './token-claims.ts';

/** Who is signed in on this page, and the token that proves it. */
export interface Session extends CurrentSession {
  /**
   * The user's access token, null for a visitor. Looks for the session anew, so that a sign-in or sign-out in this tab
   * is noticed before the next call.
   * @param options.fresh the last token was refused: renew it
   * @throws ChatApiError when the host's own function fails, or a session is there but can't be renewed now: a user is
   * never taken for a visitor
   */
  getAccessToken(options?: { fresh?: boolean }): Promise<string | null>;
  /** Looks whether somebody signed in or out, without a request. Never rejects. */
  check(): Promise<void>;
  /** Looks now, and whenever another tab writes or the page is looked at again. @returns ends it */
  watch(): () => void;
}

/** Where a token comes from, in the order in which they are asked. */
export interface SessionOptions {
  /** The host's `element.getAccessToken()`; null when it has none, or nobody is signed in. */
  getHostToken?: () => Promise<string | null | undefined> | null | undefined;
  /** The element's `access-token`. */
  getAttributeToken?: () => string | null | undefined;
  /** The Supabase project whose session the page may keep in `storage`. */
  getProject: () => Promise<SupabaseProject>;
  /** The page's `localStorage`, without a prefix. */
  storage: KeyValueStorage;
  /** The page's `window`: `storage`, `focus` and `visibilitychange` arrive there. */
  events: EventTarget;
  createRefresher?: typeof createSessionRefresher;
  now?: () => number;
}

/** The session of one element. */
export function createSession(options: SessionOptions): Session {
  const { getHostToken, getAttributeToken, getProject, storage, events, now = Date.now } = options;
  const createRefresher = options.createRefresher ?? createSessionRefresher;
  const $session = atom<SessionState>({ state: 'unknown' });
  const renew = createRenewer();

  function show(userId: string | null): void {
    const before = $session.get();
    if (userId === null ? before.state === 'visitor' : before.state === 'user' && before.userId === userId)
      return;
    $session.set(userId === null ? { state: 'visitor' } : { state: 'user', userId });
  }

  /** A token that the page gives us by itself, which wins over a stored session. */
  async function givenToken(): Promise<string | null> {
    try {
      return toToken(await getHostToken?.()) ?? toToken(getAttributeToken?.());
    } catch (cause) {
      throw new ChatApiError('unauthenticated', { cause });
    }
  }

  async function storedUserId(): Promise<string | null> {
    const { supabaseUrl } = await getProject();
    return readStoredSession(storage, sessionStorageKey(supabaseUrl))?.userId ?? null;
  }

  async function storedToken(fresh: boolean): Promise<string | null> {
    const project = await getProject();
    const key = sessionStorageKey(project.supabaseUrl);
    const read = () => readStoredSession(storage, key);
    const stored = read();
    if (stored === null) return null;
    const isGood = stored.expiresAt - now() >= expiryMarginMs;
    if (isGood && !fresh) return stored.accessToken;
    await renew(isGood, () => createRefresher(project, storage, key));
    const renewed = read();
    // Still there but out of date: the sign-in service could not be asked. Gone: it has signed the user out.
    if (renewed !== null && renewed.expiresAt <= now()) throw new ChatApiError('service_unavailable');
    return renewed?.accessToken ?? null;
  }

  async function getAccessToken({ fresh = false }: { fresh?: boolean } = {}): Promise<string | null> {
    const token = (await givenToken()) ?? (await storedToken(fresh));
    show(token === null ? null : toUserId(token));
    return token;
  }

  async function check(): Promise<void> {
    try {
      const given = await givenToken();
      show(given === null ? await storedUserId() : toUserId(given));
    } catch {
      // Not known now; every call and every look at the page asks again.
    }
  }

  return { $session, getAccessToken, check, watch: () => watchPage(events, () => void check()) };
}

/** Runs a refresher that is loaded once; one that could not be loaded is loaded again the next time. */
function createRenewer(): (isForced: boolean, create: () => Promise<SessionRefresher>) => Promise<void> {
  let loading: Promise<SessionRefresher> | null = null;
  return async (isForced, create) => {
    loading ??= create().catch((cause: unknown) => {
      loading = null;
      throw new ChatApiError('service_unavailable', { cause });
    });
    const refresh = await loading;
    await refresh(isForced);
  };
}

/** An empty attribute and a host that has nobody to tell of mean the same. */
function toToken(given: string | null | undefined): string | null {
  return given === undefined || given === '' ? null : given;
}

/** See `Session.watch`. */
function watchPage(events: EventTarget, look: () => void): () => void {
  look();
  return listen(events, ['storage', 'focus', 'visibilitychange'], look);
}

/** A host's token may be opaque to us; then all that is known is that somebody is signed in. */
function toUserId(token: string): string {
  return readTokenClaims(token)?.sub ?? 'unknown';
}
