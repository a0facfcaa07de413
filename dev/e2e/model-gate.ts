import { createServer, request as forward, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { listen } from './serve-assets.ts';

/** How far a request to the model has come; the connection of one that was `left` closed before its answer was whole. */
type State = 'held' | 'answering' | 'answered' | 'left';

interface Entry {
  readonly body: string;
  readonly reply: ServerResponse;
  state: State;
  /** Set while its answer waits. */
  resume?: () => void;
}

/** What a first part of an answer is: some dozens of its events, in bytes. */
const firstBytes = 10_000;

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
  /** The next answers to these words wait when a first part of them has come. */
  pause(words: string): void;
  /** Lets those that wait go on. */
  resume(words: string): void;
  close(): Promise<void>;
}

/** Opens a gate in front of a model server; until it is told to hold, everything goes straight through. */
export async function openModelGate(modelServerUrl: string): Promise<ModelGate> {
  const seen: Entry[] = [];
  const asked = (words: string) => seen.filter(({ body }) => body.includes(words));
  const paused = new Set<string>();
  let gate = Promise.withResolvers<undefined>();
  gate.resolve(undefined);
  const server = createServer((request, reply) => {
    void text(request).then(async (body) => {
      const entry: Entry = { body, state: 'held', reply };
      seen.push(entry);
      reply.on('close', () => {
        entry.state = reply.writableFinished ? 'answered' : 'left';
      });
      await gate.promise;
      if (reply.closed) return;
      entry.state = 'answering';
      const isPaused = () => [...paused].some((words) => body.includes(words));
      pass(modelServerUrl, request, entry, isPaused);
    });
  });
  return {
    url: await listen(server),
    requests: (words) => asked(words).map(({ state }) => state),
    hold() {
      gate = Promise.withResolvers();
    },
    release() {
      gate.resolve(undefined);
    },
    pause(words) {
      paused.add(words);
    },
    resume(words) {
      paused.delete(words);
      for (const { resume } of asked(words)) resume?.();
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

function pass(target: string, request: IncomingMessage, entry: Entry, isPaused: () => boolean): void {
  const { method, headers, url } = request;
  const { body, reply } = entry;
  const upstream = forward(new URL(url ?? '/', target), { method, headers }, (answer) => {
    reply.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(reply);
    if (isPaused()) pauseInside(answer, entry, isPaused);
    // A model that hangs up hangs up here too.
    answer.on('error', () => reply.destroy());
  });
  upstream.on('error', () => reply.destroy());
  reply.on('close', () => upstream.destroy());
  upstream.end(body);
}

/** Holds an answer back after its first part, unless it has been let go on by then. */
function pauseInside(answer: IncomingMessage, entry: Entry, isPaused: () => boolean): void {
  let passed = 0;
  const count = (piece: Buffer) => {
    passed += piece.length;
    if (passed < firstBytes) return;
    answer.off('data', count);
    if (!isPaused()) return;
    answer.unpipe(entry.reply);
    entry.resume = () => {
      delete entry.resume;
      answer.pipe(entry.reply);
    };
  };
  answer.on('data', count);
}
