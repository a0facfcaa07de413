/** Longer than this is not a delay but an outage: better not promised to anybody. */
const secondsMax = 3_600;

/**
 * The `Retry-After` of a vendor's reply (RFC 9110, section 10.2.3), as seconds or as a date.
 * @returns whole seconds, rounded up, or null when there is none that can be used
 */
export function readRetryAfter(headers: Headers | undefined, nowMs = Date.now()): number | null {
  const value = headers?.get('retry-after')?.trim();
  if (!value) return null;
  const seconds = /^\d+(\.\d+)?$/.test(value) ? Number(value) : (Date.parse(value) - nowMs) / 1_000;
  return seconds >= 0 && seconds <= secondsMax ? Math.ceil(seconds) : null;
}
