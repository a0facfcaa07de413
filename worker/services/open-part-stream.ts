import type { StreamPart } from '../../protocol/event-stream.ts';

/** The writing end of a stream of parts. Writing to a reader who has left does nothing. */
export interface PartWriter {
  readonly write: (...parts: readonly StreamPart[]) => void;
  readonly close: () => void;
}

/**
 * A stream that takes parts as they come. It does not hold the writer up: a slow reader must not keep an answer from being
 * stored, and an answer is never longer than the provider's limit of tokens.
 * @param onLeave is called when the reader cancels
 */
export function openPartStream(onLeave: () => void): {
  parts: ReadableStream<StreamPart>;
  writer: PartWriter;
} {
  let controller: ReadableStreamDefaultController<StreamPart> | undefined;
  const parts = new ReadableStream<StreamPart>({
    start(opened) {
      controller = opened;
    },
    cancel() {
      controller = undefined;
      onLeave();
    },
  });
  const writer: PartWriter = {
    write: (...written) => {
      for (const part of written) controller?.enqueue(part);
    },
    close() {
      controller?.close();
      controller = undefined;
    },
  };
  return { parts, writer };
}
