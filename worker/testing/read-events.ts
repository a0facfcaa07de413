import { decodeStreamPart, streamEnd, type StreamPart } from '../../protocol/event-stream.ts';

/** A streamed answer as a client sees it. */
export interface ReadStream {
  readonly parts: StreamPart[];
  readonly types: string[];
  readonly text: string;
  /** True when `[DONE]` came, and came last. */
  readonly isClosed: boolean;
}

/** Reads a streamed reply to its end. Every event must be one we know. */
export async function readEvents(reply: Response): Promise<ReadStream> {
  const data = (await reply.text())
    .split('\n\n')
    .filter((event) => event.startsWith('data: '))
    .map((event) => event.slice('data: '.length));
  const isClosed = data.at(-1) === streamEnd;
  const parts = (isClosed ? data.slice(0, -1) : data).map((event) => {
    const part = decodeStreamPart(event);
    if (!part) throw new Error(`An event that is not of the protocol: ${event}`);
    return part;
  });
  const text = parts.map((part) => (part.type === 'text-delta' ? part.delta : '')).join('');
  return { parts, types: parts.map(({ type }) => type), text, isClosed };
}
