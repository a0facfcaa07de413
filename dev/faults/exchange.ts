import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';

/** There was no connection, or it was cut. */
export class BrokenConnection extends Error {
  override readonly name = 'BrokenConnection';
}

/** One request and its reply, on a connection of its own. */
export interface Exchange {
  readonly status: number;
  /** The body as it comes. It ends when it has ended, and throws BrokenConnection before that. */
  readonly body: AsyncIterable<string>;
  /** The body, whole. */
  text(): Promise<string>;
}

interface Outgoing {
  readonly method: 'GET' | 'POST';
  readonly headers: Record<string, string>;
  readonly body?: string;
  /** Cuts the connection. */
  readonly signal?: AbortSignal;
}

/**
 * Asks and waits for the head of the reply.
 * @throws BrokenConnection
 */
export async function exchange(url: string, { body: sent, ...options }: Outgoing): Promise<Exchange> {
  const asking = request(url, { ...options, agent: false });
  // Told to whoever waits for the reply or reads its body.
  asking.on('error', () => undefined);
  asking.end(sent);
  // It rejects with the request's error.
  const [reply] = (await once(asking, 'response').catch(breakOff)) as [IncomingMessage];
  const body = readBody(reply);
  return {
    status: reply.statusCode ?? 0,
    body,
    text: async () => {
      let whole = '';
      for await (const piece of body) whole += piece;
      return whole;
    },
  };
}

async function* readBody(reply: IncomingMessage): AsyncGenerator<string> {
  reply.setEncoding('utf8');
  try {
    for await (const piece of reply) yield String(piece);
  } catch (cause) {
    breakOff(cause);
  }
}

function breakOff(cause: unknown): never {
  throw new BrokenConnection('The connection broke', { cause });
}
