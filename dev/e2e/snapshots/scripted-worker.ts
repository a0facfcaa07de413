import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import * as v from 'valibot';
import { ChatRequest } from '../../../protocol/chat.ts';
import {
  encodedStreamEnd,
  encodeStreamPart,
  type StreamPart,
  streamHeader,
} from '../../../protocol/event-stream.ts';
import { formatEventId } from '../../../protocol/event-id.ts';
import type { Problem } from '../../../protocol/errors.ts';
import {
  answerId,
  chatDetails,
  chatHistory,
  chatId,
  config,
  prompts,
  providers,
  quota,
  runningText,
} from './scripted-data.ts';

/*
 * The built widget, a page for it and an API that always says the same, on one port: pictures can be compared only when
 * nothing in them depends on the day, the machine or a model.
 */

const { resolve } = createRequire(import.meta.url);
const fontOf = (weight: string) => resolve(`@fontsource/inter/files/inter-latin-${weight}-normal.woff2`);
const weights = ['400', '500', '600'];

const faces = weights
  .map(
    (weight) =>
      `@font-face { font-family: Inter; font-weight: ${weight}; src: url(/fonts/${weight}) format('woff2') }`,
  )
  .join('\n');

/** The attributes of the element are the query of the page's address. */
function pageFor({ searchParams }: URL): string {
  const dir = searchParams.get('dir') ?? 'ltr';
  const attributes = [...searchParams].map(([name, value]) => `${name}="${value}"`).join(' ');
  return `<!doctype html><html lang="en" dir="${dir}"><head><meta charset="utf-8"><title>Host</title>
    <meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">
    <style>${faces}
      :root { color-scheme: light dark; --paynless-font: Inter; --paynless-font-code: Inter }
      body { margin: 0; background: light-dark(#f4f4f2, #1b1b1d) }</style>
    <script type="module" src="/paynless-chat.js"></script></head><body><paynless-chat ${attributes}></paynless-chat></body></html>`;
}

function json(reply: ServerResponse, body: unknown, status = 200): void {
  reply.writeHead(status, { 'content-type': status < 400 ? 'application/json' : 'application/problem+json' });
  reply.end(JSON.stringify(body));
}

const readings: Record<string, unknown> = {
  '/api/config': config,
  '/api/ai-providers': { providers },
  '/api/system-prompts': { prompts },
  '/api/anonymous-usage': quota,
  '/api/chat-history': chatHistory,
  [`/api/chat-details/${chatId}`]: chatDetails,
};

const refusal = (code: Problem['code'], status: number): Problem => ({
  type: `about:blank#${code}`,
  title: code,
  status,
  code,
  retryable: status >= 500,
  requestId: 'snapshot',
  ...(code === 'anonymous_limit_reached' && { quota: { ...quota, used: 3, remaining: 0 } }),
});

/** What comes of a message is in its first word. */
async function answer(request: IncomingMessage, reply: ServerResponse): Promise<void> {
  const body = v.parse(ChatRequest, JSON.parse(await text(request)));
  const words = body.regenerate ? '' : body.message;
  if (words.startsWith('Limit')) {
    json(reply, refusal('anonymous_limit_reached', 429), 429);
    return;
  }
  if (words.startsWith('Fail')) {
    json(reply, refusal('provider_overloaded', 503), 503);
    return;
  }
  const parts: StreamPart[] = [
    {
      type: 'start',
      messageId: answerId,
      messageMetadata: { chatId: body.chatId ?? chatId, userMessageId: body.messageId ?? chatId },
    },
    { type: 'text-start', id: '0' },
    { type: 'text-delta', id: '0', delta: runningText },
  ];
  reply.writeHead(200, { 'content-type': 'text/event-stream', [streamHeader[0]]: streamHeader[1] });
  parts.forEach((part, index) => reply.write(encodeStreamPart(part, formatEventId(answerId, index + 1))));
  // It goes on for as long as its picture takes.
  const beat = setInterval(() => reply.write(': \n\n'), 500);
  reply.on('close', () => {
    clearInterval(beat);
  });
  if (!words.startsWith('Stream')) reply.end(encodedStreamEnd);
}

/** Serves a built widget. @param folder of the build */
export function serveScriptedWorker(folder: string): Server {
  return createServer((request, reply) => {
    const url = new URL(request.url ?? '/', 'http://host');
    const { pathname } = url;
    if (request.method === 'POST' && pathname === '/api/chat') void answer(request, reply);
    else if (pathname.endsWith('/stream')) reply.writeHead(204).end();
    else if (request.method === 'PUT' && pathname.startsWith('/api/feedback/'))
      json(reply, { feedback: { rating: 'down', comment: null } });
    else if (pathname.startsWith('/api/')) {
      const reading = readings[pathname];
      if (reading === undefined) json(reply, refusal('not_found', 404), 404);
      else json(reply, reading);
    } else if (pathname === '/') reply.writeHead(200, { 'content-type': 'text/html' }).end(pageFor(url));
    else if (pathname.startsWith('/fonts/'))
      reply
        .writeHead(200, { 'content-type': 'font/woff2' })
        .end(readFileSync(fontOf(pathname.slice('/fonts/'.length))));
    else
      reply.writeHead(200, { 'content-type': 'text/javascript' }).end(readFileSync(join(folder, pathname)));
  });
}
