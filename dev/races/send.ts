import * as v from 'valibot';
import { ChatReply, type ChatRequest } from '../../protocol/chat.ts';
import { Problem } from '../../protocol/errors.ts';
import { decodeStreamPart, streamEnd } from '../../protocol/event-stream.ts';
import { paths } from '../../protocol/paths.ts';
import { fromFreshAddress, type ApiCaller } from '../e2e/callers.ts';
import { seeded } from '../e2e/seed.ts';

/** A turn but for its model. */
export type Turn = DistributiveOmit<ChatRequest, 'providerId'>;
type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** How a turn ended for its sender: with a whole answer, or refused before anything was spent. */
export type Outcome =
  | { readonly state: 'answered'; readonly answerId: string; readonly text: string }
  | { readonly state: 'refused'; readonly problem: Problem; readonly retryAfter: string | null };

/**
 * Sends a turn, from an address of its own unless the caller has one, and waits for its end.
 * @throws Error when an answer broke off
 */
export async function send(
  url: string,
  { headers }: ApiCaller,
  turn: Turn,
  accept: 'application/json' | 'text/event-stream' = 'application/json',
): Promise<Outcome> {
  const reply = await fetch(`${url}${paths.chat}`, {
    method: 'POST',
    headers: { ...fromFreshAddress(), 'content-type': 'application/json', accept, ...headers },
    body: JSON.stringify({ providerId: seeded.openai, ...turn }),
  });
  const body = await reply.text();
  if (!reply.ok) {
    const problem = v.parse(Problem, JSON.parse(body));
    return { state: 'refused', problem, retryAfter: reply.headers.get('retry-after') };
  }
  if (accept === 'text/event-stream') return readStream(body);
  const { message } = v.parse(ChatReply, JSON.parse(body));
  return { state: 'answered', answerId: message.id, text: message.content };
}

function readStream(body: string): Outcome {
  const events = Array.from(body.matchAll(/^data: (.*)$/gm), ([, data = '']) => data);
  const parts = events.flatMap((data) => (data === streamEnd ? [] : [decodeStreamPart(data)]));
  const start = parts.find((part) => part?.type === 'start');
  if (start?.type !== 'start' || !parts.some((part) => part?.type === 'finish'))
    throw new Error(`The answer broke off: ${body}`);
  const text = parts.map((part) => (part?.type === 'text-delta' ? part.delta : '')).join('');
  return { state: 'answered', answerId: start.messageId, text };
}
