import type { ReadableAtom } from 'nanostores';

/** Who is in front of the widget. `unknown` until the first look for a session has ended. */
export type SessionState = { state: 'unknown' } | { state: 'visitor' } | { state: 'user'; userId: string };

/** The session as the stores see it: a port that `createSession` fills in a page, and an atom in a test. */
export interface CurrentSession {
  readonly $session: ReadableAtom<SessionState>;
}

/** Whose things are kept in the browser: a user's id, or `visitor`; null until that is known. */
export function personOf({ $session }: CurrentSession): string | null {
  const state = $session.get();
  if (state.state === 'user') return state.userId;
  return state.state === 'visitor' ? 'visitor' : null;
}
