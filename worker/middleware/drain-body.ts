import type { MiddlewareHandler } from 'hono';
import { bodyBytesMax } from '../../protocol/chat.ts';

/**
 * Reads what a refused request still brings, up to the largest body there may be. A connection is only good for another
 * request when the body of the last one was read (RFC 9112, section 9.3): without this, the request after a refusal, such
 * as the retry with a fresh token, can fail for no reason that its client could know.
 */
export function drainBody(): MiddlewareHandler {
  return async function drain(c, next) {
    await next();
    const body: ReadableStream<Uint8Array> | null = c.req.raw.body;
    if (!body || body.locked) return;
    let bytes = 0;
    // Leaving the loop early cancels the rest.
    for await (const chunk of body) {
      bytes += chunk.byteLength;
      if (bytes > bodyBytesMax) break;
    }
  };
}
