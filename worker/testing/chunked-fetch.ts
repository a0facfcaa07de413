/**
 * A vendor whose reply arrives in these chunks and then ends. What it was asked is kept in `bodies`.
 * @param chunks of an event stream; strings are sent as UTF-8
 */
export function chunkedFetch(
  chunks: readonly (string | Uint8Array)[],
  init: { status?: number; headers?: Record<string, string> } = {},
): typeof fetch & { readonly bodies: unknown[] } {
  const encoder = new TextEncoder();
  const bodies: unknown[] = [];
  const answer: typeof fetch = (_input, request) => {
    if (typeof request?.body === 'string') bodies.push(JSON.parse(request.body));
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const chunk of chunks)
          controller.enqueue(typeof chunk === 'string' ? encoder.encode(chunk) : chunk);
        controller.close();
      },
    });
    const headers = { 'content-type': 'text/event-stream', ...init.headers };
    return Promise.resolve(new Response(body, { ...init, headers }));
  };
  return Object.assign(answer, { bodies });
}
