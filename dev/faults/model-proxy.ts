import { createServer, request as forward, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { titleInstruction } from '../../worker/services/ask-title.ts';
import { listen } from '../e2e/serve-assets.ts';
import { createTraps } from './traps.ts';

/** Stands in front of the models, and tells one request from another by words that stand in it. */
export interface ModelProxy {
  readonly url: string;
  /** How often a model was asked for an answer to something with this mark in it. Titles are not answers. */
  timesAsked(mark: string): number;
  /** Resolves when a model has been asked for a title, or after ten seconds in which none was. */
  catchTitle(): Promise<void>;
  /** Cuts the connection of the next request with this mark when so many events of the answer have passed. */
  cutNext(mark: string, afterEvents: number): void;
  close(): Promise<void>;
}

/** @param modelServerUrl where the models are */
export async function openModelProxy(modelServerUrl: string): Promise<ModelProxy> {
  const bodies: string[] = [];
  const titles = createTraps();
  const cuts = new Map<string, number>();
  const server = createServer((request, reply) => {
    void text(request).then((body) => {
      if (body.includes(titleInstruction)) titles.spring(body);
      else bodies.push(body);
      const mark = [...cuts.keys()].find((candidate) => body.includes(candidate));
      const eventsMax = mark === undefined ? undefined : cuts.get(mark);
      if (mark !== undefined) cuts.delete(mark);
      if (eventsMax === 0) reply.destroy();
      else passOn(modelServerUrl, request, body, reply, eventsMax);
    });
  });
  return {
    url: await listen(server),
    timesAsked: (mark) => bodies.filter((body) => body.includes(mark)).length,
    catchTitle: () => titles.set(''),
    cutNext(mark, afterEvents) {
      cuts.set(mark, afterEvents);
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

function passOn(
  target: string,
  request: IncomingMessage,
  body: string,
  reply: ServerResponse,
  eventsMax = Number.POSITIVE_INFINITY,
): void {
  const { method, headers, url } = request;
  const upstream = forward(new URL(url ?? '/', target), { method, headers }, (answer) => {
    reply.writeHead(answer.statusCode ?? 502, answer.headers);
    let events = 0;
    answer.on('data', (piece: Buffer) => {
      reply.write(piece);
      events += piece.toString('latin1').split('\n\n').length - 1;
      if (events >= eventsMax) reply.destroy();
    });
    answer.on('end', () => reply.end());
    answer.on('error', () => reply.destroy());
  });
  upstream.on('error', () => reply.destroy());
  reply.on('close', () => upstream.destroy());
  upstream.end(body);
}
