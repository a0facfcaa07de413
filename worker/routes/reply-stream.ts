import type { Context } from 'hono';
import { streamHeader, type StreamPart } from '../../protocol/event-stream.ts';
import type { AppEnv } from '../middleware/app-env.ts';
import { encodeEventStream } from './encode-event-stream.ts';

/** Replies with the parts of an answer as server-sent events, as they come. */
export function replyStream(c: Context<AppEnv>, parts: ReadableStream<StreamPart>): Response {
  c.header(...streamHeader);
  c.header('content-type', 'text/event-stream');
  c.header('cache-control', 'no-cache');
  // Asks nginx, should one stand in between, not to collect the stream before it passes it on.
  c.header('x-accel-buffering', 'no');
  return c.body(encodeEventStream(parts, c.req.raw.signal));
}
