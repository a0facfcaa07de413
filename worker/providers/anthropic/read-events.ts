import { APIError } from '@anthropic-ai/sdk';
import type { RawMessageStreamEvent } from '@anthropic-ai/sdk/resources/messages';
import { Stream } from '@anthropic-ai/sdk/streaming';

/** An event of a message. The SDK's own reader leaves pings out, and they are how a silent model shows that it is alive. */
export type MessageEvent = RawMessageStreamEvent | { readonly type: 'ping' };

/**
 * Reads the events of a reply, pings included.
 * @throws APIError for an `error` event, in the form the SDK gives it
 * @throws SyntaxError for an event that is not JSON
 */
export async function* readEvents(response: Response): AsyncGenerator<MessageEvent, void> {
  for await (const { event, data } of Stream.rawEvents(response)) {
    // The vendor's word for its shape, as in the SDK; whatever is counted from it is parsed where it is read.
    if (event === 'error') throw toApiError(data, response.headers);
    if (event !== null && data) yield JSON.parse(data) as MessageEvent;
  }
}

function toApiError(data: string, headers: Headers): APIError {
  let body: { error?: { type?: APIError['type'] } } | undefined;
  try {
    body = JSON.parse(data) as typeof body;
  } catch {
    body = undefined;
  }
  return new APIError(undefined, body, undefined, headers, body?.error?.type);
}
