import { visitorHeader } from '../../protocol/paths.ts';

/** The visitor's token as the worker handed it out, kept wherever the caller likes. */
export interface VisitorToken {
  get(): string | null;
  set(token: string): void;
}

/**
 * Sends a request in the visitor's name and keeps the token that its reply may bring.
 * @param exchange one request with this token, if any
 * @param signal gives up waiting; `exchange` heeds it itself
 */
export type SendAsVisitor = (
  exchange: (token: string | null) => Promise<Response>,
  signal: AbortSignal | undefined,
) => Promise<Response>;

/** Resolves when the promise has settled, either way. @throws the signal's reason, as soon as it is aborted */
async function settlement(promise: Promise<unknown>, signal: AbortSignal | undefined): Promise<void> {
  const abortion = new Promise<void>((resolve) => {
    signal?.addEventListener('abort', () => {
      resolve();
    });
  });
  await Promise.race([promise.catch(() => undefined), abortion]);
  signal?.throwIfAborted();
}

/**
 * The worker gives everybody who comes without a token a new one, and what was said under one can't be read with another.
 * So one request at a time goes out without: the others wait for the token that it brings.
 */
export function createVisitorSender(token: VisitorToken): SendAsVisitor {
  let first: Promise<Response> | null = null;

  async function send(exchange: (token: string | null) => Promise<Response>): Promise<Response> {
    const sent = token.get();
    const response = await exchange(sent);
    const brought = response.headers.get(visitorHeader);
    // Another tab may have been faster: its token is in use by now, this one is not.
    if (brought !== null && token.get() === sent) token.set(brought);
    return response;
  }

  return async (exchange, signal) => {
    while (first !== null && token.get() === null) await settlement(first, signal);
    if (token.get() !== null) return send(exchange);
    first = send(exchange).finally(() => {
      first = null;
    });
    return first;
  };
}
