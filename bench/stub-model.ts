import { createServer, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';

/** One request to the model, in the journal of the stub. */
export interface ModelRequest {
  body: string;
  /** When its connection was closed, on the clock of `performance.now()`; null while it is open. */
  closedAt: number | null;
  /** Whether the answer had been written whole by then. */
  isWhole: boolean;
}

/** A model on OpenAI's wire format that does what the last message says, and journals the end of each connection. */
export interface StubModel {
  server: Server;
  journal: ModelRequest[];
}

const tokenEveryMs = 20;

/**
 * Words in a message choose what happens: `silent` takes the request and answers nothing, `stream` writes a token every
 * 20 ms without end, `pause` writes five and then nothing more.
 */
export function createStubModel(): StubModel {
  const journal: ModelRequest[] = [];
  const server = createServer((request, reply) => {
    void text(request).then((body) => {
      const entry: ModelRequest = { body, closedAt: null, isWhole: false };
      journal.push(entry);
      const writing = startWriting(body, reply);
      reply.on('close', () => {
        clearInterval(writing);
        entry.closedAt = performance.now();
        entry.isWhole = reply.writableFinished;
      });
    });
  });
  return { server, journal };
}

function startWriting(body: string, reply: ServerResponse): NodeJS.Timeout | undefined {
  if (body.includes('silent')) return undefined;
  let left = body.includes('pause') ? 5 : Number.POSITIVE_INFINITY;
  reply.writeHead(200, { 'content-type': 'text/event-stream' });
  return setInterval(() => {
    if (left <= 0) return;
    left -= 1;
    reply.write(`data: ${JSON.stringify(chunk)}\n\n`);
  }, tokenEveryMs);
}

const chunk = {
  id: 'chatcmpl-stub',
  object: 'chat.completion.chunk',
  created: 0,
  model: 'stub',
  choices: [{ index: 0, delta: { content: 'word ' }, finish_reason: null }],
};
