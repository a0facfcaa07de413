import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { vi } from 'vitest';
import type { StreamPart } from '../../protocol/event-stream.ts';
import type { HttpOptions } from '../api/create-requester.ts';
import { createHttpChatApi } from '../api/http-chat-api.ts';
import { createVisitorSender } from '../api/send-as-visitor.ts';
import { id, providerId } from './scripted-chat-api.ts';

/** What the server does with a request. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

const servers: Server[] = [];

/** Closes every server that was started; call it after each test. */
export async function closeServers(): Promise<void> {
  await Promise.all(
    servers.splice(0).map((server) => {
      server.closeAllConnections();
      return new Promise((done) => server.close(done));
    }),
  );
}

/** A real server that answers as the test says, and a client of it. */
export async function connect(
  handler: Handler,
  options: Partial<HttpOptions> = {},
  loadReader: Parameters<typeof createHttpChatApi>[1] = () => import('../stores/follower.ts'),
) {
  const server = createServer(handler);
  servers.push(server);
  await new Promise<void>((listening) => {
    server.listen(0, '127.0.0.1', listening);
  });
  // A TCP server's address is never a path.
  const { port } = server.address() as AddressInfo;
  let visitor: string | null = null;
  const visitorToken = {
    get: () => visitor,
    set: vi.fn((token: string) => {
      visitor = token;
    }),
  };
  const api = createHttpChatApi(
    {
      apiUrl: `http://127.0.0.1:${String(port)}/`,
      getAccessToken: () => Promise.resolve(null),
      sendAsVisitor: createVisitorSender(visitorToken),
      isOnline: () => true,
      ...options,
    },
    loadReader,
  );
  return { api, visitorToken, server };
}

/** Replies with JSON. */
export const json = (
  response: ServerResponse,
  body: unknown,
  status = 200,
  headers: Record<string, string> = {},
) => {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
};

/** Replies with a problem document. */
export function problem(response: ServerResponse, status: number, code: string, more: object = {}): void {
  const body = {
    type: `urn:paynless:problem:${code}`,
    title: code,
    status,
    code,
    retryable: false,
    requestId: 'r-1',
    ...more,
  };
  response.writeHead(status, { 'content-type': 'application/problem+json' }).end(JSON.stringify(body));
}

/** Begins an event stream. */
export const openStream = (response: ServerResponse) =>
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'x-request-id': 'r-2' });

/** A turn as the chat store sends it. */
export const request = { message: 'Hello', providerId, messageId: id(1) };

/** All parts of an answer. */
export async function collect(stream: AsyncIterable<StreamPart>): Promise<StreamPart[]> {
  const seen: StreamPart[] = [];
  for await (const part of stream) seen.push(part);
  return seen;
}
