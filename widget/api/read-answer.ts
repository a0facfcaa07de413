import { decodeStreamPart, streamEnd, type StreamPart } from '../../protocol/event-stream.ts';
import type { AnswerOptions } from './chat-api.ts';
import { ChatApiError } from './chat-api-error.ts';
import { createEventReader } from './create-event-reader.ts';
import { parseProblem } from './read-problem.ts';

/** How long a stream may be silent, in milliseconds. The worker writes at least a comment every half second. */
const silenceMaxMs = 10_000;

interface ServerEvent {
  readonly data: string;
  readonly id: string;
}

/** The server-sent events, in batches as they arrive, up to the one that ends every stream, or to a silence. */
async function* readEvents(
  body: ReadableStream<Uint8Array>,
  silenceMs: number,
  onActivity: AnswerOptions['onActivity'],
): AsyncGenerator<ServerEvent[]> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let events: ServerEvent[] = [];
  const take = createEventReader((data, id) => events.push({ data, id }));
  const close = () => reader.cancel().catch(() => undefined);
  const read = () => {
    // A connection may die without a word. Closing it ends the read that waits.
    const timer = setTimeout(() => void close(), silenceMs);
    return reader.read().finally(() => {
      clearTimeout(timer);
    });
  };
  try {
    for (let chunk = await read(); !chunk.done; chunk = await read()) {
      onActivity?.();
      take(decoder.decode(chunk.value, { stream: true }));
      const end = events.findIndex(({ data }) => data === streamEnd);
      yield end === -1 ? events : events.slice(0, end);
      if (end !== -1) return;
      events = [];
    }
  } finally {
    // Closes the connection when the reader leaves early; after the end it does nothing.
    await close();
  }
}

/**
 * The parts of a streamed answer. Returns only when the answer is whole.
 * @param silenceMs after how long a silence the connection counts as dead
 * @throws ChatApiError the problem of an `error` part; `interrupted` when the stream ends, or falls silent, before its
 * `finish`
 */
async function* readParts(
  body: ReadableStream<Uint8Array>,
  headers: Headers,
  { signal, onEventId, onActivity }: AnswerOptions,
  silenceMs: number,
): AsyncGenerator<StreamPart> {
  let isFinished = false;
  try {
    for await (const events of readEvents(body, silenceMs, onActivity)) {
      for (const { data, id } of events) {
        const part = decodeStreamPart(data);
        if (part?.type === 'error') throw parseProblem(part.errorText, 'provider_failed');
        if (part?.type === 'finish') isFinished = true;
        if (part === undefined) continue;
        if (id !== '') onEventId?.(id);
        yield part;
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

/**
 * Begins to read a streamed answer.
 * @throws ChatApiError `service_unavailable` when the reply is no event stream at all
 */
export function readAnswer(
  { body, headers, status }: Response,
  options: AnswerOptions = {},
  silenceMs = silenceMaxMs,
): AsyncIterable<StreamPart> {
  if (body !== null && headers.get('content-type')?.startsWith('text/event-stream'))
    return readParts(body, headers, options, silenceMs);
  void body?.cancel();
  throw new ChatApiError('service_unavailable', { status });
}

function interrupted(headers: Headers, cause?: unknown): ChatApiError {
  return new ChatApiError('interrupted', { cause, requestId: headers.get('x-request-id') ?? undefined });
}
