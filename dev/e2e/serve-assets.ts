import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo, Server as TcpServer } from 'node:net';
import { join, normalize } from 'node:path';

/** Headers by path prefix, as a `_headers` file of static assets gives them; `*` at the end of a path is any rest. */
function readHeaders(file: string): { prefix: string; headers: [string, string][] }[] {
  const rules: { prefix: string; headers: [string, string][] }[] = [];
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const [name = '', ...value] = line.trim().split(': ');
    if (line.startsWith('/')) rules.push({ prefix: line.trim().replace(/\*$/, ''), headers: [] });
    else if (value.length > 0) rules.at(-1)?.headers.push([name.toLowerCase(), value.join(': ')]);
  }
  return rules;
}

/** Serves a folder of built assets with the headers of its `_headers` file, as the deployed Worker does. */
export function serveAssets(folder: string): Server {
  const rules = readHeaders(join(folder, '_headers'));
  return createServer((request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://host').pathname);
    const file = join(folder, path);
    if (!existsSync(file)) {
      response.writeHead(404).end();
      return;
    }
    const headers = rules.filter(({ prefix }) => path.startsWith(prefix)).flatMap((rule) => rule.headers);
    response
      .writeHead(200, { 'content-type': 'text/javascript', ...Object.fromEntries(headers) })
      .end(readFileSync(file));
  });
}

/** Listens on a port of 127.0.0.1, 0 for a free one, and returns the origin. */
export async function listen(server: TcpServer, port = 0): Promise<string> {
  await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening));
  // A TCP server's address is never the string of a pipe.
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
}
