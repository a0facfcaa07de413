import type { CodeBinding } from './session-seal.ts';

/** A sealed session, found by the hash of its code. */
export interface SealedSession extends CodeBinding {
  readonly codeHash: string;
  readonly ciphertext: string;
}

/** Where sealed sessions wait for their codes. All methods throw AppError `service_unavailable` when that place can't answer. */
export interface SessionCodes {
  /** Keeps a sealed session for a minute. */
  store(sealed: SealedSession): Promise<void>;

  /**
   * Takes a sealed session. The first who asks with its code uses the code up, whatever else they say: a code that somebody has
   * guessed at is no secret any more.
   * @returns its ciphertext; null for a code that is unknown, used, over, or bound to something else, alike
   */
  take(codeHash: string, binding: CodeBinding): Promise<string | null>;
}
