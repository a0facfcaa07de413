import type { MiddlewareHandler } from 'hono';
import type { AppEnv } from './app-env.ts';

export const traceparentHeader = 'traceparent';

/** A later version may add fields behind ours (W3C Trace Context, section 3.2.4); `ff` is not a version. */
const pattern = /^(?!ff)([\da-f]{2})-(?!0{32})([\da-f]{32})-(?!0{16})[\da-f]{16}-([\da-f]{2})(-.*)?$/;

/** The only flag of version 00. What another version means by the others we don't know, so they are not passed on. */
const sampledFlag = 0x01;

/**
 * Joins the trace that the caller has begun, or begins one (W3C Trace Context). The reply tells under the same name which
 * trace that is: the specification's own `traceresponse` never got beyond a draft, and this is what tools look for.
 */
export function traceContext(): MiddlewareHandler<AppEnv> {
  return async function traceContext(c, next) {
    const { traceId, flags } = readTrace(c.req.header(traceparentHeader)) ?? beginTrace();
    const traceparent = `00-${traceId}-${randomHex(8)}-${flags}`;
    c.set('traceId', traceId);
    c.set('traceparent', traceparent);
    c.header(traceparentHeader, traceparent);
    await next();
  };
}

interface Trace {
  readonly traceId: string;
  readonly flags: string;
}

/** @returns null for a header that is missing or can't be read, which begins another trace */
function readTrace(traceparent = ''): Trace | null {
  const [, version, traceId, flags, more] = pattern.exec(traceparent) ?? [];
  if (traceId === undefined || flags === undefined) return null;
  // Version 00 has nothing behind the flags.
  if (version === '00' && more !== undefined) return null;
  return { traceId, flags: `0${String(Number.parseInt(flags, 16) & sampledFlag)}` };
}

/** Marked as recorded: the log tells of it. */
function beginTrace(): Trace {
  return { traceId: randomHex(16), flags: '01' };
}

function randomHex(bytes: number): string {
  const random = crypto.getRandomValues(new Uint8Array(bytes));
  return Array.from(random, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
