import { once } from 'node:events';
import { type Agent, request, type IncomingMessage } from 'node:http';
import { providerId } from './stub-database.ts';

/** How a turn is asked for. */
interface Asking {
  /** Left out: a connection of its own. */
  readonly agent?: Agent;
  readonly accept?: 'text/event-stream' | 'application/json';
}

/** Sends a message as a visitor and returns when its reply has begun. */
export async function ask(
  worker: string,
  message: string,
  { agent, accept = 'text/event-stream' }: Asking = {},
): Promise<IncomingMessage> {
  const asking = request(`${worker}/api/chat`, {
    method: 'POST',
    agent: agent ?? false,
    headers: { 'content-type': 'application/json', accept, 'cf-connecting-ip': '192.0.2.1' },
  });
  asking.end(JSON.stringify({ message, providerId }));
  // Whoever leaves is told that the connection is gone.
  asking.on('error', () => undefined);
  const [reply] = (await once(asking, 'response')) as [IncomingMessage];
  if (reply.statusCode !== 200) throw new Error(`The Worker said ${String(reply.statusCode)}`);
  return reply;
}
