import * as v from 'valibot';
import { ChatReply } from '../../protocol/chat.ts';
import { Problem } from '../../protocol/errors.ts';
import type { TestWorker } from './create-test-worker.ts';

/** Ids of `supabase/seed.sql`. */
export const openAi = '0f6c1a52-7d0e-4c1b-9a53-51d1c0a60001';
export const anthropic = '0f6c1a52-7d0e-4c1b-9a53-51d1c0a60002';
export const pirate = '0f6c1a52-7d0e-4c1b-9a53-51d1c0a60103';

/** Sends a turn; `accept` says how the answer comes. */
export function ask(
  worker: TestWorker,
  body: Record<string, unknown>,
  headers: Record<string, string> = {},
  signal?: AbortSignal,
): Promise<Response> {
  return worker.send('/api/chat', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...headers },
    body: JSON.stringify({ providerId: openAi, ...body }),
    ...(signal && { signal }),
  });
}

/** Sends a turn and takes the answer whole. */
export async function askForJson(
  worker: TestWorker,
  body: Record<string, unknown>,
  headers: Record<string, string> = {},
): Promise<ChatReply> {
  const reply = await ask(worker, body, { ...headers, accept: 'application/json' });
  return v.parse(ChatReply, await reply.json());
}

/** Reads a problem document; its status must be that of the reply. */
export async function readProblem(reply: Response): Promise<Problem> {
  const problem = v.parse(Problem, await reply.json());
  if (reply.headers.get('content-type') !== 'application/problem+json' || problem.status !== reply.status)
    throw new Error(`Not a problem document: ${String(reply.status)} ${JSON.stringify(problem)}`);
  return problem;
}
