import * as v from 'valibot';
import { ChatApiError } from './chat-api-error.ts';
import type { Call, Requester } from './create-requester.ts';

/**
 * Makes a call and reads its reply, which is JSON.
 * @param schema what it has to fit, or how to fetch that
 * @throws ChatApiError `service_unavailable` for a reply that does not fit the contract: it comes from something else than the
 * worker, a proxy or a login page
 */
export async function requestJson<Schema extends v.GenericSchema>(
  request: Requester,
  schema: Schema | (() => Promise<Schema>),
  path: string,
  call: Omit<Call, 'accept'>,
): Promise<v.InferOutput<Schema>> {
  const response = await request(path, { ...call, accept: 'application/json' });
  try {
    const reply: unknown = await response.json();
    return v.parse(typeof schema === 'function' ? await schema() : schema, reply);
  } catch (cause) {
    call.signal?.throwIfAborted();
    throw new ChatApiError('service_unavailable', { status: response.status, cause });
  }
}
