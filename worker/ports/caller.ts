/** Somebody who showed a valid access token. The database is asked in their name, with that token. */
export interface User {
  readonly kind: 'user';
  readonly userId: string;
  readonly accessToken: string;
}

/**
 * Somebody without an account. Their limit is kept for the visitor id and for the address they come from;
 * `ipHash` is null when the platform did not say which address that is.
 */
export interface Visitor {
  readonly kind: 'visitor';
  readonly visitorId: string;
  readonly ipHash: string | null;
}

/** Who makes a request. */
export type Caller = User | Visitor;
