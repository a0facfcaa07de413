import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { createTraps, type Traps } from './traps.ts';

/** Stands in front of the database's HTTP. */
export interface DatabaseProxy {
  readonly url: string;
  /** Where the connections go; until it is told they go nowhere. */
  forwardTo(url: string): void;
  /**
   * Resolves when a request with these words in it has gone on to the database, or after ten seconds without one. Its reply is
   * held back for good.
   */
  catchRequest(words: string): Promise<void>;
  /** Until that is done every connection is cut, those that are open too: whether a request was carried out is open. */
  refuseWhile(task: () => Promise<unknown>): Promise<void>;
  close(): Promise<void>;
}

/** Opens a {@link DatabaseProxy} on a free port. */
export async function openDatabaseProxy(): Promise<DatabaseProxy> {
  const sockets = new Set<Socket>();
  const traps = createTraps();
  let target: URL | undefined;
  let isRefusing = false;
  const keep = (socket: Socket) => {
    sockets.add(socket);
    // Whoever is cut off notices that by itself.
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  };
  const cutAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  const server = createServer((client) => {
    keep(client);
    if (isRefusing || !target) {
      client.destroy();
      return;
    }
    const upstream = connect(Number(target.port), target.hostname);
    keep(upstream);
    join(client, upstream, traps);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  // A TCP server's address is never the string of a pipe.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(port)}`,
    forwardTo(url) {
      target = new URL(url);
    },
    catchRequest: (words) => traps.set(words),
    async refuseWhile(task) {
      isRefusing = true;
      cutAll();
      try {
        await task();
      } finally {
        isRefusing = false;
      }
    },
    close: () =>
      new Promise((closed) => {
        server.close(() => {
          closed();
        });
        cutAll();
      }),
  };
}

/** Passes on what comes from both sides; the reply to a request that was waited for is not. */
function join(client: Socket, upstream: Socket, traps: Traps): void {
  client.pipe(upstream).pipe(client);
  client.on('data', (piece: Buffer) => {
    if (traps.spring(piece)) upstream.unpipe(client);
  });
  client.on('close', () => upstream.destroy());
  upstream.on('close', () => client.destroy());
}
