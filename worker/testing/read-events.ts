import { decodeStreamPart, encodedStreamEnd, type StreamPart } from '../../protocol/event-stream.ts';

/** A streamed answer as a client sees it. */
export interface ReadStream {
  readonly parts: StreamPart[];
  readonly types: string[];
  /** What each event is called, for whoever comes back after it. */
  readonly ids: string[];
  readonly text: string;
  /** True when `[DONE]` came, and came last. */
  readonly isClosed: boolean;
}

/** Reads a streamed reply to its end. Every event must be one we know, and have an id. */
export async function readEvents(reply: Response): Promise<ReadStream> {
  return parseEvents(await reply.text());
}

/** The same of what has come of one. */
export function parseEvents(stream: string): ReadStream {
  const blocks = stream.split('\n\n').filter((block) => block !== '' && !block.startsWith(':'));
  const isClosed = blocks.at(-1) === encodedStreamEnd.trimEnd();
  const events = (isClosed ? blocks.slice(0, -1) : blocks).map(readEvent);
  const parts = events.map(({ part }) => part);
  return {
    parts,
    types: parts.map(({ type }) => type),
    ids: events.map(({ id }) => id),
    text: parts.map((part) => (part.type === 'text-delta' ? part.delta : '')).join(''),
    isClosed,
  };
}

function readEvent(block: string): { id: string; part: StreamPart } {
  const [, id, data] = /^id: (\S+)\ndata: (.*)$/.exec(block) ?? [];
  const part = data === undefined ? undefined : decodeStreamPart(data);
  if (id === undefined || !part) throw new Error(`An event that is not of the protocol: ${block}`);
  return { id, part };
}
