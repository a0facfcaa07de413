/** Checks the access tokens that Supabase Auth signs. */
export interface TokenVerifier {
  /**
   * @returns the id of the user the token was issued to
   * @throws AppError `invalid_token` for every token that is not a valid one of a signed-in user
   * @throws AppError `service_unavailable` when the signing keys could not be read
   */
  verifyUser(accessToken: string): Promise<string>;
}
