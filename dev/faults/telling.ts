import { readEventId } from '../../protocol/event-id.ts';
import { decodeStreamPart, streamEnd, type StreamPart } from '../../protocol/event-stream.ts';
import type { MessageStatus } from '../../protocol/message.ts';

/** One server-sent event, as it came. */
export interface WireEvent {
  readonly id: string | null;
  readonly data: string;
}

/** What a client has been told of one answer, over any number of connections. */
export interface Telling {
  readonly answerId: string;
  text: string;
  /** The id of the last event. */
  lastEventId: string;
  lastNumber: number;
  /** How it ended, once that was said. */
  status: MessageStatus | null;
}

/** Puts together what one client is told, and finds what it was told twice, not at all or wrongly. */
export interface Listener {
  /** The answer that was spoken of last. */
  readonly current: Telling | null;
  readonly tellings: readonly Telling[];
  readonly violations: readonly string[];
  /** A connection begins. */
  begin(): void;
  take(event: WireEvent): void;
}

/** @param answer what the model says: everything told has to be a beginning of it */
export function createListener(answer: string): Listener {
  const tellings: Telling[] = [];
  const violations: string[] = [];
  let current: Telling | null = null;
  let isEnded = false;

  const open = (part: Extract<StreamPart, { type: 'start' }>, id: string | null) => {
    const answerId = part.messageId;
    current = { answerId, text: '', lastEventId: '', lastNumber: 0, status: null };
    tellings.push(current);
    return readEventId(id ?? '', answerId);
  };

  const take = ({ id, data }: WireEvent) => {
    if (isEnded) violations.push(`told more after its end: ${data}`);
    if (data === streamEnd) {
      isEnded = true;
      if (current?.status === null) violations.push('an end without a finish or an error');
      return;
    }
    const part = decodeStreamPart(data);
    if (!part) violations.push(`told what nobody knows: ${data}`);
    const number = part?.type === 'start' ? open(part, id) : readEventId(id ?? '', current?.answerId ?? '');
    if (!current) {
      violations.push(`began in the middle: ${data}`);
      return;
    }
    if (number !== current.lastNumber + 1)
      violations.push(`event ${String(id)} after ${String(current.lastNumber)} of ${current.answerId}`);
    current.lastNumber = number ?? current.lastNumber;
    current.lastEventId = id ?? '';
    if (part) apply(current, part);
    if (!answer.startsWith(current.text))
      violations.push(`told something else: ${JSON.stringify(current.text.slice(-60))}`);
  };

  return {
    get current() {
      return current;
    },
    tellings,
    violations,
    begin() {
      isEnded = false;
    },
    take,
  };
}

function apply(telling: Telling, part: StreamPart): void {
  if (part.type === 'text-delta') telling.text += part.delta;
  else if (part.type === 'finish') telling.status = part.messageMetadata.status ?? 'complete';
  else if (part.type === 'message-metadata') telling.status = part.messageMetadata.status ?? telling.status;
  else if (part.type === 'error') telling.status ??= 'failed';
}

/** The events of a body, comments left out. */
export async function* readEvents(body: AsyncIterable<string>): AsyncGenerator<WireEvent> {
  let rest = '';
  for await (const piece of body) {
    const blocks = (rest + piece).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const field = (name: string) =>
        block
          .split('\n')
          .find((line) => line.startsWith(`${name}: `))
          ?.slice(name.length + 2) ?? null;
      const data = field('data');
      if (data !== null) yield { id: field('id'), data };
    }
  }
}
