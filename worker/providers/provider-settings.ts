/** What an adapter needs to reach its vendor. */
export interface ProviderSettings {
  readonly apiKey: string;
  readonly baseUrl: string;
  readonly fetch: typeof fetch;
}
