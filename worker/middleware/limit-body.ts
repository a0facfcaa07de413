import type { MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { bodyBytesMax } from '../../protocol/chat.ts';
import { AppError } from '../errors.ts';

/** Refuses a body above 32 KB, while it comes in when its length was not announced. */
export function limitBody(): MiddlewareHandler {
  return bodyLimit({
    maxSize: bodyBytesMax,
    onError: () => {
      throw new AppError('message_too_long', { detail: `At most ${String(bodyBytesMax)} bytes` });
    },
  });
}
