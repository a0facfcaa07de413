import { isModelUrl } from './model-journal.ts';

/** A model of OpenAI's format whose one answer a test writes, word by word. */
export interface OpenVendor {
  readonly fetch: typeof fetch;
  /** Writes a piece of the answer's text. */
  readonly write: (text: string) => void;
  /** Says that the answer is whole, and ends it. */
  readonly finish: (reason?: string) => void;
  /** Ends the connection without a word. */
  readonly cut: () => void;
}

/**
 * A vendor who says what a test says, when it says it. It holds its line open until then, or until it is cancelled.
 * @param passOn where requests go that are not to a model
 */
export function openVendor(passOn: typeof fetch = fetch): OpenVendor {
  const encoder = new TextEncoder();
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const writer = writable.getWriter();
  const send = (chunk: object) => {
    const event = `data: ${JSON.stringify({ choices: [chunk] })}\n\n`;
    // Who has cancelled the request reads no more of it.
    writer.write(encoder.encode(event)).catch(() => undefined);
  };
  const end = () => {
    writer.close().catch(() => undefined);
  };
  return {
    fetch: async (input, init) => {
      if (!isModelUrl(input)) return passOn(input, init);
      init?.signal?.addEventListener('abort', () => {
        writer.abort().catch(() => undefined);
      });
      return new Response(readable, { headers: { 'content-type': 'text/event-stream' } });
    },
    write: (text) => {
      send({ delta: { content: text } });
    },
    finish: (reason = 'stop') => {
      send({ delta: {}, finish_reason: reason });
      end();
    },
    cut: end,
  };
}
