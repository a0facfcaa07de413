/** What the global setup has started, and how to reach it from inside workerd. */
export interface Stack {
  readonly supabaseUrl: string;
  readonly publishableKey: string;
  readonly secretKey: string;
  readonly jwtSecret: string;
  readonly modelServerUrl: string;
  readonly openaiBaseUrl: string;
  readonly anthropicBaseUrl: string;
  /** Models that answer at the speed of a real one, so that there is a middle to break in. */
  readonly livelyOpenaiBaseUrl: string;
  readonly livelyAnthropicBaseUrl: string;
  /** Sends every request on to the model server, with a 307. */
  readonly redirectingUrl: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    stack: Stack;
  }
}
