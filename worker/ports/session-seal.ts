import type { Session } from '../../protocol/session-hand-off.ts';

/** What a code is bound to, besides being good once and for a minute. */
export interface CodeBinding {
  /** Of the widget that asked for it (RFC 7636, S256). */
  readonly codeChallenge: string;
  /** Of the page that the widget is on. */
  readonly origin: string;
}

/** Seals sessions so that only who has the code opens them: neither the deployment's secret nor the database alone does. */
export interface SessionSeal {
  /** Seals a session under a new code, for this binding alone. */
  seal(session: Session, binding: CodeBinding): Promise<{ code: string; ciphertext: string }>;

  /** The session, or null for what was not sealed under this code and for this binding. */
  open(ciphertext: string, code: string, binding: CodeBinding): Promise<Session | null>;

  /** The challenge that a verifier answers (RFC 7636, section 4.6). */
  challengeOf(codeVerifier: string): Promise<string>;
}
