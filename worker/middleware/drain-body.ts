import type { MiddlewareHandler } from 'hono';
import { bodyBytesMax } from '../../protocol/chat.ts';

/** How long a reply waits for a body that nobody needs, in milliseconds. */
const waitMs = 1_000;

/**
 * Reads what a refused request still brings, up to the largest body there may be. A connection is only good for another
 * request when the body of the last one was read (RFC 9112, section 9.3): without this, the request after a refusal, such
 * as the retry with a fresh token, can fail for no reason that its client could know. A body that does not come within a
 * second is not waited for: then the refusal matters more than the connection.
 */
export function drainBody(limitMs = waitMs): MiddlewareHandler {
  return async function drain(c, next) {
    await next();
    const body: ReadableStream<Uint8Array> | null = c.req.raw.body;
    if (!body || body.locked) return;
    const reader = body.getReader();
    const timeUp = Promise.withResolvers<undefined>();
    const timer = setTimeout(timeUp.resolve, limitMs);
    await Promise.race([readOn(reader), timeUp.promise]);
    clearTimeout(timer);
    // The rest of one that is too long, or too slow. Whether there was any is not asked.
    reader.cancel().catch(() => undefined);
  };
}

async function readOn(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
  try {
    for (let bytes = 0; bytes <= bodyBytesMax;) {
      const { done, value } = await reader.read();
      if (done) return;
      bytes += value.byteLength;
    }
  } catch {
    // Its client has hung up: there is no connection to keep good.
  }
}
