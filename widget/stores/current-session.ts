import type { ReadableAtom } from 'nanostores';

/** Who is in front of the widget. `unknown` until the first look for a session has ended. */
export type SessionState = { state: 'unknown' } | { state: 'visitor' } | { state: 'user'; userId: string };

/** The session as the stores see it: a port that `createSession` fills in a page, and an atom in a test. */
export interface CurrentSession {
  readonly $session: ReadableAtom<SessionState>;
}
