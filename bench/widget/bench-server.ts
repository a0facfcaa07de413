import { existsSync, readFileSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { setTimeout as pass } from 'node:timers/promises';
import { brotliCompressSync, constants } from 'node:zlib';
import type { Contender, Setting } from './contender.ts';
import type { Workload } from './workload.ts';

/** One visit to one page. */
export interface Visit {
  readonly contender: Contender;
  readonly setting: Setting;
  readonly workload: Workload;
}

/** What was asked for since the visit began, its document excepted. */
export interface Traffic {
  readonly requests: number;
  /** Of its files, as they go over the wire. What a back end says is not counted: it is the bench's own. */
  readonly fileBytes: number;
}

/** Serves the pages, the files as a CDN would send them, and every contender's back end, from one origin. */
export interface BenchServer {
  readonly origin: string;
  /** From now on `/page` is this visit's. */
  begin(visit: Visit): void;
  /** Resolves when an answer has been written to its end. */
  answerWritten(): Promise<void>;
  traffic(): Traffic;
  /** Resolves when nothing has been on its way for half a second. */
  quiet(): Promise<Traffic>;
  close(): void;
}

const quietMs = 500;

const contentTypes: Record<string, string> = {
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
};

const compressed = new Map<string, Buffer>();

function compress(file: string): Buffer {
  const known = compressed.get(file);
  if (known) return known;
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11 };
  const made = brotliCompressSync(readFileSync(file), { params });
  compressed.set(file, made);
  return made;
}

function writePage(response: ServerResponse, body: string): void {
  const head = '<meta charset="utf-8"><title>Bench</title><link rel="icon" href="data:,">';
  response
    .writeHead(200, { 'content-type': 'text/html', 'cache-control': 'no-store' })
    .end(`<!doctype html><html lang="en"><head>${head}</head><body style="margin: 0">${body}</body></html>`);
}

/** @returns the bytes of the file on the wire, or null when there is none */
function writeFile(response: ServerResponse, { id, folder }: Contender, path: string): number | null {
  const prefix = `/assets/${id}/`;
  if (folder === null || !path.startsWith(prefix)) return null;
  const file = join(folder, normalize(path.slice(prefix.length)));
  if (!existsSync(file) || statSync(file).isDirectory()) return null;
  const body = compress(file);
  response
    .writeHead(200, {
      'content-type': contentTypes[extname(file)] ?? 'application/octet-stream',
      'content-encoding': 'br',
      'cache-control': 'no-store',
    })
    .end(body);
  return body.byteLength;
}

/** What is kept of one visit. */
function createRecord() {
  const answer = Promise.withResolvers<undefined>();
  return { requests: 0, fileBytes: 0, answer, underWay: 0, lastAt: performance.now() };
}

const trafficOf = ({ requests, fileBytes }: Traffic): Traffic => ({ requests, fileBytes });

/** Listens on a free port of this machine only. @returns the origin */
async function listen(server: Server): Promise<string> {
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return `http://127.0.0.1:${String(address.port)}`;
}

/** Opens a server that gives each visit what its contender and its workload say. */
export async function openBenchServer(): Promise<BenchServer> {
  let visit: Visit | null = null;
  let record = createRecord();

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', 'http://bench');
    if (pathname === '/blank' || visit === null) {
      writePage(response, '');
      return;
    }
    if (pathname === '/page') {
      writePage(response, visit.contender.markup(visit.setting));
      return;
    }
    const mine = record;
    mine.requests += 1;
    mine.underWay += 1;
    response.on('close', () => {
      mine.underWay -= 1;
      mine.lastAt = performance.now();
    });
    await pass(visit.workload.fileAfterMs ?? 0);
    const fileBytes = writeFile(response, visit.contender, pathname);
    mine.fileBytes += fileBytes ?? 0;
    if (fileBytes !== null) return;
    await pass(visit.workload.replyAfterMs ?? 0);
    const reply = await visit.contender.reply(pathname, request, response, visit.workload);
    if (reply === 'none') response.writeHead(404).end();
    if (reply === 'answer') mine.answer.resolve(undefined);
  }

  const server = createServer((request, response) => {
    serve(request, response).catch((cause: unknown) => {
      console.error(cause);
      response.destroy();
    });
  });
  const origin = await listen(server);
  return {
    origin,
    begin(next) {
      visit = next;
      record = createRecord();
    },
    traffic: () => trafficOf(record),
    answerWritten: () => record.answer.promise,
    async quiet() {
      const mine = record;
      const since = performance.now();
      for (;;) {
        const left = Math.max(since, mine.lastAt) + quietMs - performance.now();
        if (left <= 0 && mine.underWay === 0) return trafficOf(mine);
        await pass(Math.max(left, 10));
      }
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
