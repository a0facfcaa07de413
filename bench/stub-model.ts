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

/** In milliseconds, of a very quick model. */
const quickTokenEveryMs = 4;

/**
 * Words in a message choose what happens: `silent` takes the request and answers nothing, `stream` writes a token every
 * 20 ms without end, `pause` writes five and then nothing more. `fifty` writes fifty and is done, as fast as it can;
 * `quick` does so with one every 4 ms.
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
  reply.writeHead(200, { 'content-type': 'text/event-stream' });
  if (body.includes('fifty')) {
    for (let tokens = 0; tokens < 50; tokens += 1) reply.write(token);
    reply.end(ending);
    return undefined;
  }
  const isQuick = body.includes('quick');
  let left = isQuick ? 50 : body.includes('pause') ? 5 : Number.POSITIVE_INFINITY;
  const writing = setInterval(
    () => {
      if (left > 0) reply.write(token);
      left -= 1;
      if (left > 0 || !isQuick) return;
      clearInterval(writing);
      reply.end(ending);
    },
    isQuick ? quickTokenEveryMs : tokenEveryMs,
  );
  return writing;
}

const chunk = { id: 'chatcmpl-stub', object: 'chat.completion.chunk', created: 0, model: 'stub' };

const toEvent = (more: object) => `data: ${JSON.stringify({ ...chunk, ...more })}\n\n`;

const token = toEvent({ choices: [{ index: 0, delta: { content: 'word ' }, finish_reason: null }] });

/** Why it ended, what it took, and that this was all. */
const ending = [
  toEvent({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }),
  toEvent({ choices: [], usage: { prompt_tokens: 10, completion_tokens: 50, total_tokens: 60 } }),
  'data: [DONE]\n\n',
].join('');
