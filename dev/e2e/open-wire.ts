import { connect, createServer, type Socket } from 'node:net';
import { listen } from './serve-assets.ts';

/** The network between a browser and a server: it can be cut. */
export interface Wire {
  /** In place of the server's address. */
  url: string;
  /** Ends all connections, and lets nobody through from now on. */
  cut(): void;
  mend(): void;
  close(): Promise<void>;
}

/** Opens a {@link Wire} to a server of this machine. */
export async function openWire(target: string): Promise<Wire> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  let isCut = false;
  const keep = (socket: Socket, other: Socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      sockets.delete(socket);
      other.destroy();
    });
    socket.pipe(other);
  };
  const server = createServer((near) => {
    if (isCut) {
      near.destroy();
      return;
    }
    const far = connect(Number(port), hostname);
    keep(near, far);
    keep(far, near);
  });
  const cut = () => {
    isCut = true;
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: await listen(server),
    cut,
    mend() {
      isCut = false;
    },
    close: () =>
      new Promise((closed) => {
        server.close(() => {
          closed();
        });
        cut();
      }),
  };
}
