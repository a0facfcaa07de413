import type { MiddlewareHandler } from 'hono';

/**
 * What every reply of the API says, refusals and streams included. It is data and never a page: nothing in it is to be run,
 * framed or sniffed. Pages of other origins may read it (CORS decides which), so `cross-origin-resource-policy` must not
 * stop them. `includeSubDomains` is left out: the worker may share its host's domain with things we know nothing of.
 */
export const securityHeaders: readonly (readonly [name: string, value: string])[] = [
  ['content-security-policy', "default-src 'none'; frame-ancestors 'none'"],
  ['cross-origin-resource-policy', 'cross-origin'],
  ['referrer-policy', 'no-referrer'],
  ['strict-transport-security', 'max-age=31536000'],
  ['x-content-type-options', 'nosniff'],
];

/** Sets {@link securityHeaders}. */
export function setSecurityHeaders(): MiddlewareHandler {
  return async function setSecurityHeaders(c, next) {
    for (const [name, value] of securityHeaders) c.header(name, value);
    await next();
  };
}
