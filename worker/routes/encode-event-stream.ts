import {
  encodedHeartbeat,
  encodedStreamEnd,
  encodeStreamPart,
  type StreamPart,
} from '../../protocol/event-stream.ts';

/** Of silence, in milliseconds: only by writing does workerd notice that the reader has left. */
const heartbeatMs = 1_000;

/**
 * Writes the parts of an answer as server-sent events, with comments between them while there is silence. When the reader
 * leaves, `parts` is cancelled; so it is when the signal aborts, whichever comes first.
 * @param signal of the request
 */
export function encodeEventStream(
  parts: ReadableStream<StreamPart>,
  signal: AbortSignal,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const reader = parts.getReader();
  let next: Promise<ReadableStreamReadResult<StreamPart>> | undefined;
  const leave = () => {
    void reader.cancel();
  };
  const pull = async (controller: ReadableStreamDefaultController<Uint8Array>) => {
    next ??= reader.read();
    const result = await within(next, heartbeatMs);
    if (result === undefined) {
      controller.enqueue(encoder.encode(encodedHeartbeat));
      return;
    }
    next = undefined;
    if (result.done) {
      signal.removeEventListener('abort', leave);
      controller.enqueue(encoder.encode(encodedStreamEnd));
      controller.close();
      return;
    }
    controller.enqueue(encoder.encode(encodeStreamPart(result.value)));
  };
  signal.addEventListener('abort', leave, { once: true });
  if (signal.aborted) leave();
  return new ReadableStream({ pull, cancel: leave });
}

/** What the promise resolves to, or undefined when it takes longer than that. */
async function within<T>(promise: Promise<T>, limitMs: number): Promise<T | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, limitMs, undefined);
  });
  try {
    return await Promise.race([promise, limit]);
  } finally {
    clearTimeout(timer);
  }
}
