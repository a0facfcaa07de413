import { createServer, request as forward, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { listen } from './serve-assets.ts';

/** How far a request to the model has come; the connection of one that was `left` closed before its answer was whole. */
type State = 'held' | 'answering' | 'answered' | 'left';

/** Stands between the Worker and its models: holds requests back, and sees when the Worker closes a connection. */
export interface ModelGate {
  /** In place of the model server's address. */
  url: string;
  /** What has come of the requests that contain these words, in the order they came. */
  requests(words: string): State[];
  /** From now on every request waits. */
  hold(): void;
  /** Lets those that wait go on, and all that follow. */
  release(): void;
  close(): Promise<void>;
}

/** Opens a gate in front of a model server; until it is told to hold, everything goes straight through. */
export async function openModelGate(modelServerUrl: string): Promise<ModelGate> {
  const seen: { body: string; state: State }[] = [];
  let gate = Promise.withResolvers<undefined>();
  gate.resolve(undefined);
  const server = createServer((request, reply) => {
    void text(request).then(async (body) => {
      const entry: (typeof seen)[number] = { body, state: 'held' };
      seen.push(entry);
      reply.on('close', () => {
        entry.state = reply.writableFinished ? 'answered' : 'left';
      });
      await gate.promise;
      if (reply.closed) return;
      entry.state = 'answering';
      pass(modelServerUrl, request, body, reply);
    });
  });
  return {
    url: await listen(server),
    requests: (words) => seen.filter(({ body }) => body.includes(words)).map(({ state }) => state),
    hold() {
      gate = Promise.withResolvers();
    },
    release() {
      gate.resolve(undefined);
    },
    close: () =>
      new Promise((closed) => {
        server.close(() => {
          closed();
        });
        server.closeAllConnections();
      }),
  };
}

function pass(target: string, request: IncomingMessage, body: string, reply: ServerResponse): void {
  const { method, headers, url } = request;
  const upstream = forward(new URL(url ?? '/', target), { method, headers }, (answer) => {
    reply.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(reply);
    // A model that hangs up hangs up here too.
    answer.on('error', () => reply.destroy());
  });
  upstream.on('error', () => reply.destroy());
  reply.on('close', () => upstream.destroy());
  upstream.end(body);
}
