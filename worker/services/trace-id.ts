/** The part of a `traceparent` that is the same wherever a request goes (W3C Trace Context, section 3.2.2.3). */
export function traceIdOf(traceparent: string): string | null {
  return traceparent.split('-')[1] ?? null;
}
