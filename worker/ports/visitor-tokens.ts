/** Signs and checks the tokens by which visitors without an account are known again. */
export interface VisitorTokens {
  /** A token for a new visitor, with the id inside it. */
  mint(): Promise<{ visitorId: string; token: string }>;

  /** The visitor id inside a token of ours, or null for any other string. */
  verify(token: string): Promise<string | null>;
}
