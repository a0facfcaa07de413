import type { MiddlewareHandler } from 'hono';
import { bodyBytesMax } from '../../protocol/chat.ts';
import type { AppEnv } from './app-env.ts';
import { AppError } from '../errors.ts';

/**
 * Reads the body as JSON. Its bytes are counted as they come in, whatever `content-length` says, and no more are taken than
 * there may be. The type must be JSON's: a page can send any other without a preflight, so from an origin that browsers
 * were never asked about (Fetch, section 2.2.2).
 * @throws AppError `message_too_long` above 32 KB, `invalid_request` for what is not JSON in UTF-8
 */
export function readBody(): MiddlewareHandler<AppEnv> {
  return async function readBody(c, next) {
    if (!/^application\/json\s*(;|$)/i.test(c.req.header('content-type') ?? ''))
      throw new AppError('invalid_request', { detail: 'The content-type is not application/json' });
    c.set('json', parse(await readText(c.req.raw.body)));
    await next();
  };
}

async function readText(body: ReadableStream<Uint8Array> | null): Promise<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });
  let bytes = 0;
  let text = '';
  try {
    // Leaving the loop early cancels the rest.
    for await (const chunk of body ?? []) {
      bytes += chunk.byteLength;
      if (bytes > bodyBytesMax)
        throw new AppError('message_too_long', { detail: `At most ${String(bodyBytesMax)} bytes` });
      text += decoder.decode(chunk, { stream: true });
    }
    return text + decoder.decode();
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError('invalid_request', { detail: 'The body was cut off, or is not UTF-8', cause: error });
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AppError('invalid_request', { detail: 'The body is not JSON', cause });
  }
}
