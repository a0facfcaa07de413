import type { Context } from 'hono';
import { streamHeader } from '../../protocol/event-stream.ts';
import type { Config } from '../env.ts';
import type { AppEnv } from '../middleware/app-env.ts';

/**
 * Replies with the events of an answer, byte for byte as they come. A stream from an object is cancelled there by the
 * platform when the client leaves; one of this isolate is not, so that it is cancelled by the signal of the request.
 */
export function replyStream(
  c: Context<AppEnv>,
  events: ReadableStream<Uint8Array>,
  { durableAnswers }: Pick<Config, 'durableAnswers'>,
): Response {
  c.header(...streamHeader);
  c.header('content-type', 'text/event-stream');
  c.header('cache-control', 'no-cache');
  // Asks nginx, should one stand in between, not to collect the stream before it passes it on.
  c.header('x-accel-buffering', 'no');
  return c.body(durableAnswers ? events : untilAborted(events, c.req.raw.signal));
}

function untilAborted(events: ReadableStream<Uint8Array>, signal: AbortSignal): ReadableStream<Uint8Array> {
  const reader = events.getReader();
  const leave = () => reader.cancel();
  // What is not read any more can't fail anybody.
  const left = () => void leave().catch(() => undefined);
  signal.addEventListener('abort', left, { once: true });
  if (signal.aborted) left();
  const pull = async (controller: ReadableStreamDefaultController<Uint8Array>) => {
    const { done, value } = await reader.read();
    if (!done) {
      controller.enqueue(value);
      return;
    }
    signal.removeEventListener('abort', left);
    controller.close();
  };
  return new ReadableStream({ pull, cancel: leave }, { highWaterMark: 0 });
}
