import { formatEventId, readEventId } from '../../protocol/event-id.ts';
import {
  encodedHeartbeat,
  encodedStreamEnd,
  encodeStreamPart,
  type StreamPart,
} from '../../protocol/event-stream.ts';

/**
 * Of silence, in milliseconds: only by writing does workerd notice that a reader has left, the worker first and then, by the
 * next one, the object behind it.
 */
const heartbeatMs = 500;

/** What a reader gets at once at most, in bytes: one who comes late must not make the platform hold an answer twice. */
const chunkBytesMax = 65_536;

/** Enough for most answers; it grows for the others. */
const bytesAtFirst = 8_192;

const encoder = new TextEncoder();
const heartbeat = encoder.encode(encodedHeartbeat);

/** The writing end of an answer's events. What comes after their end is told to nobody. */
export interface PartWriter {
  readonly write: (...parts: readonly StreamPart[]) => void;
}

/** All that an answer has told, as server-sent events with numbers, for any number of readers. */
export interface EventLog extends PartWriter {
  /** Nothing more will be told: adds the event that says so. */
  readonly close: () => void;
  /**
   * A stream of bytes: every event, or those after the one with that id, and then more as they are written. An id of another
   * answer, or of an event that was never told, is as good as none. Where nothing is told for half a second there is a comment.
   * @param onLeave is called when the reader cancels
   */
  readonly read: (lastEventId: string | null, onLeave?: () => void) => ReadableStream<Uint8Array>;
}

/** Whoever waits for something to happen to a log. */
type Wake = () => void;

/**
 * A log that holds its events until nobody holds it any more, so that whoever comes late is told all of it: an answer is never
 * longer than the provider's limit of tokens. Each event is encoded once. Nobody is held up by a slow reader.
 */
export function createEventLog(answerId: string): EventLog {
  const waiting = new Set<Wake>();
  const text = growingText();
  /** Where each event ends, in bytes. */
  const ends: number[] = [];
  let isClosed = false;

  const wakeAll = () => {
    // Who is woken may wait again at once, for what comes next.
    const woken = [...waiting];
    waiting.clear();
    for (const wake of woken) wake();
  };
  const log = {
    text,
    waiting,
    get isClosed() {
      return isClosed;
    },
  };
  return {
    write(...parts) {
      if (isClosed) return;
      for (const part of parts) {
        text.append(encodeStreamPart(part, formatEventId(answerId, ends.length + 1)));
        ends.push(text.length);
      }
      wakeAll();
    },
    close() {
      text.append(encodedStreamEnd);
      isClosed = true;
      wakeAll();
    },
    read(lastEventId, onLeave) {
      const number = lastEventId === null ? null : readEventId(lastEventId, answerId);
      return openReader(log, ends[(number ?? 0) - 1] ?? 0, onLeave);
    },
  };
}

interface ReadableLog {
  readonly text: GrowingText;
  readonly waiting: Set<Wake>;
  readonly isClosed: boolean;
}

/**
 * The stream of one reader. It is woken by a promise and writes by itself: the log may be written to by another request, which
 * workerd would not let touch this one's stream.
 */
function openReader(log: ReadableLog, from: number, onLeave?: () => void): ReadableStream<Uint8Array> {
  let position = from;
  const silence = createSilence(log.waiting);
  return new ReadableStream({
    type: 'bytes',
    async pull(controller) {
      if (position === log.text.length && !log.isClosed) await silence.isBroken();
      const chunk = log.text.slice(position, position + chunkBytesMax);
      position += chunk.length;
      if (chunk.length > 0) controller.enqueue(chunk);
      else if (!log.isClosed) controller.enqueue(heartbeat.slice());
      else {
        silence.end();
        controller.close();
        // A reader who brought a buffer of their own waits for it.
        controller.byobRequest?.respond(0);
      }
    },
    cancel() {
      silence.end();
      onLeave?.();
    },
  });
}

/** The waiting of one reader. A timer serves many events, so that none costs one. */
function createSilence(waiting: Set<Wake>) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wake: Wake | undefined;
  let since = 0;
  const stopWaiting = () => {
    if (wake) waiting.delete(wake);
  };
  const look = () => {
    const restMs = since + heartbeatMs - Date.now();
    timer = restMs > 0 ? setTimeout(look, restMs) : undefined;
    if (timer !== undefined) return;
    stopWaiting();
    wake?.();
  };
  return {
    /** Resolves when there is news, or half a second has gone by without. */
    isBroken: () =>
      new Promise<void>((resolve) => {
        since = Date.now();
        timer ??= setTimeout(look, heartbeatMs);
        wake = resolve;
        waiting.add(resolve);
      }),
    end: () => {
      clearTimeout(timer);
      stopWaiting();
    },
  };
}

type GrowingText = ReturnType<typeof growingText>;

/** Text in UTF-8 that is only ever added to. */
function growingText() {
  let bytes = new Uint8Array(bytesAtFirst);
  let length = 0;
  return {
    get length() {
      return length;
    },
    append(added: string) {
      // At most three bytes for each unit of UTF-16.
      const needed = length + added.length * 3;
      if (needed > bytes.length) {
        const larger = new Uint8Array(Math.max(needed, bytes.length * 2));
        larger.set(bytes.subarray(0, length));
        bytes = larger;
      }
      length += encoder.encodeInto(added, bytes.subarray(length)).written;
    },
    /** A copy: a stream of bytes takes what it is given away. */
    slice: (start: number, end: number) => bytes.slice(start, Math.min(end, length)),
  };
}
