import type { FetchImplementation } from 'jose';
import type { Clock } from '../ports/clock.ts';

/** How long what a key server said stands, in milliseconds: one that is down is not asked again by every request. */
const freshForMs = 1_000;

/** What asking for keys takes. */
export interface FetchKeysDeps {
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  /** Keeps a fetch going when the client whose request began it leaves, since others wait for it too. */
  readonly keepAlive: (work: Promise<unknown>) => void;
}

/**
 * Asks a key server once for all who want its keys at the same time. `jose` does not do so in Workers, and waits between
 * two fetches only when the first one succeeded: a crowd with invented key ids would be passed on to the key server.
 */
export function fetchKeysTogether({ fetch, clock, keepAlive }: FetchKeysDeps): FetchImplementation {
  let answer: Promise<{ status: number; text: string }> | undefined;
  let staleAt = Infinity;

  const ask = async (...[url, options]: Parameters<FetchImplementation>) => {
    staleAt = Infinity;
    try {
      const reply = await fetch(url, options);
      // As text, because workerd lets no request read the reply to another one.
      return { status: reply.status, text: await reply.text() };
    } finally {
      staleAt = clock.now() + freshForMs;
    }
  };

  return async (url, options) => {
    if (!answer || clock.now() >= staleAt) {
      answer = ask(url, options);
      keepAlive(answer.catch(() => undefined));
    }
    const { status, text } = await answer;
    return new Response(text, { status });
  };
}
