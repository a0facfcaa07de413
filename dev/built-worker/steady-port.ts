import { createServer } from 'node:net';

/** Below those that Linux, macOS and Windows give to outgoing connections. */
const range = { first: 20_000, count: 10_000 };

/**
 * A TCP port of 127.0.0.1 that nothing listens on, and that no outgoing connection takes while what listened there is down:
 * it can be listened on again.
 */
export async function steadyPort(): Promise<number> {
  for (;;) {
    const port = range.first + Math.floor(Math.random() * range.count);
    if (await isFree(port)) return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  const isListening = await new Promise<boolean>((resolve) => {
    server.once('error', () => {
      resolve(false);
    });
    server.listen(port, '127.0.0.1', () => {
      resolve(true);
    });
  });
  if (isListening) await new Promise((closed) => server.close(closed));
  return isListening;
}
