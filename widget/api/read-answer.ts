import { decodeStreamPart, streamEnd, type StreamPart } from '../../protocol/event-stream.ts';
import { ChatApiError } from './chat-api-error.ts';
import { createEventReader } from './create-event-reader.ts';
import { parseProblem } from './read-problem.ts';

/** The data of each server-sent event, in batches as they arrive, up to the event that ends every stream. */
async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<string[]> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let events: string[] = [];
  const take = createEventReader((data) => events.push(data));
  try {
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
      take(decoder.decode(chunk.value, { stream: true }));
      const end = events.indexOf(streamEnd);
      yield end === -1 ? events : events.slice(0, end);
      if (end !== -1) return;
      events = [];
    }
  } finally {
    // Closes the connection when the reader leaves early; after the end it does nothing.
    await reader.cancel().catch(() => undefined);
  }
}

/**
 * The parts of a streamed answer. Returns only when the answer is whole.
 * @throws ChatApiError the problem of an `error` part; `interrupted` when the stream ends before its `finish`;
 * `service_unavailable` when the reply is no event stream at all
 */
export async function* readAnswer(response: Response, signal?: AbortSignal): AsyncGenerator<StreamPart> {
  const { body, headers, status } = response;
  if (body === null || !headers.get('content-type')?.startsWith('text/event-stream')) {
    await body?.cancel();
    throw new ChatApiError('service_unavailable', { status });
  }
  let isFinished = false;
  try {
    for await (const events of readEvents(body)) {
      for (const event of events) {
        const part = decodeStreamPart(event);
        if (part?.type === 'error') throw parseProblem(part.errorText, 'provider_failed');
        if (part?.type === 'finish') isFinished = true;
        if (part !== undefined) yield part;
      }
    }
  } catch (cause) {
    signal?.throwIfAborted();
    if (cause instanceof ChatApiError) throw cause;
    // News after the end is a courtesy: losing it does not break the answer.
    if (!isFinished) throw interrupted(headers, cause);
  }
  if (!isFinished) throw interrupted(headers);
}

function interrupted(headers: Headers, cause?: unknown): ChatApiError {
  return new ChatApiError('interrupted', { cause, requestId: headers.get('x-request-id') ?? undefined });
}
