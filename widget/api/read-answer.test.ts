import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { formatEventId } from '../../protocol/event-id.ts';
import {
  encodedHeartbeat,
  encodedStreamEnd,
  encodeStreamPart,
  type StreamPart,
} from '../../protocol/event-stream.ts';
import {
  closeServers,
  collect,
  connect,
  type Handler,
  openStream,
  request,
} from '../testing/connect-to-server.ts';
import { deferred } from '../testing/deferred.ts';
import { id, parts } from '../testing/scripted-chat-api.ts';
import { readAnswer } from './read-answer.ts';

afterEach(closeServers);

/** An event as the worker writes it. */
const encode = (part: StreamPart, number = 1) => encodeStreamPart(part, formatEventId(id(2), number));

const answer: StreamPart[] = [
  parts.start(id(2), id(9)),
  parts.chat(id(9), 'Zoë 🦜'),
  parts.quota(2),
  { type: 'start-step' },
  { type: 'text-start', id: 'text' },
  parts.text('Grüße 👩‍👩‍👧, '),
  parts.text('line\nbreak\r\n\u2028data: x\n\n'),
  { type: 'text-end', id: 'text' },
  { type: 'finish-step' },
  parts.finish(),
];

describe('a streamed answer', () => {
  const bytes = new TextEncoder().encode(
    encodedHeartbeat +
      answer.map((part, index) => encode(part, index + 1) + encodedHeartbeat).join('') +
      encodedStreamEnd,
  );

  /** The same answer in pieces. */
  function replyInPieces(...pieces: Uint8Array[]): Response {
    const body = new ReadableStream({
      start(controller) {
        for (const piece of pieces) controller.enqueue(piece);
        controller.close();
      },
    });
    return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
  }

  it('is the same wherever the network cuts it', async () => {
    for (let cut = 0; cut <= bytes.length; cut += 1) {
      const reply = replyInPieces(bytes.subarray(0, cut), bytes.subarray(cut));
      expect(await collect(readAnswer(reply)), `cut at byte ${String(cut)}`).toEqual(answer);
    }
  });

  it('is the same when it comes byte by byte', async () => {
    const reply = replyInPieces(...Array.from(bytes, (byte) => Uint8Array.of(byte)));
    expect(await collect(readAnswer(reply))).toEqual(answer);
  });

  it('tells the id of each event just before its part, also of one that is not known', async () => {
    const news = `id: news\ndata: {"type":"data-news","data":1}\n\n`;
    const told: string[] = [];
    const reply = replyInPieces(new TextEncoder().encode(`data: {"type":"start-step"}\n\n${news}`), bytes);
    const onEventId = (eventId: string) => told.push(eventId);
    for await (const part of readAnswer(reply, { onEventId })) told.push(part.type);
    const ids = answer.flatMap(({ type }, index) => [formatEventId(id(2), index + 1), type]);
    expect(told).toEqual(['start-step', ...ids]);
  });

  it('that falls silent is interrupted, and its connection closed', async () => {
    const closed = deferred();
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(bytes.subarray(0, bytes.length / 2));
      },
      cancel: closed.resolve,
    });
    const reply = new Response(body, { headers: { 'content-type': 'text/event-stream' } });
    const seen: string[] = [];
    const reading = (async () => {
      for await (const { type } of readAnswer(reply, {}, 20)) seen.push(type);
    })();
    await expect(reading).rejects.toMatchObject({ code: 'interrupted' });
    await closed.promise;
    expect(seen[0]).toBe('start');
  });

  it('is not silent as long as comments come', async () => {
    const pieces = answer.flatMap((part, index) => [encodedHeartbeat, encode(part, index + 1)]);
    const body = new ReadableStream({
      async pull(controller) {
        const next = pieces.shift();
        await new Promise((resolve) => setTimeout(resolve, 20));
        controller.enqueue(new TextEncoder().encode(next ?? encodedStreamEnd));
        if (next === undefined) controller.close();
      },
    });
    const reply = new Response(body, { headers: { 'content-type': 'text/event-stream' } });
    expect(await collect(readAnswer(reply, {}, 200))).toEqual(answer);
  });

  it('tells of every chunk that arrives, also of comments', async () => {
    const chunks = [encodedHeartbeat, encode(parts.finish()), encodedHeartbeat, encodedStreamEnd];
    const reply = replyInPieces(...chunks.map((chunk) => new TextEncoder().encode(chunk)));
    const onActivity = vi.fn<() => void>();
    await collect(readAnswer(reply, { onActivity }));
    expect(onActivity).toHaveBeenCalledTimes(4);
  });

  it('is not silent while its reader takes time', async () => {
    const reply = replyInPieces(bytes.subarray(0, 200), bytes.subarray(200));
    const seen: StreamPart[] = [];
    for await (const part of readAnswer(reply, {}, 10)) {
      if (seen.length === 0) await new Promise((resolve) => setTimeout(resolve, 40));
      seen.push(part);
    }
    expect(seen).toEqual(answer);
  });

  it('arrives part by part, not at its end', async () => {
    const next = deferred();
    const { api } = await connect((_request, response) => {
      openStream(response).write(encode(parts.text('first')));
      void next.promise.then(() => response.end(encode(parts.finish()) + encodedStreamEnd));
    });
    const seen: StreamPart[] = [];
    for await (const part of api.sendChatMessage(request, {})) {
      seen.push(part);
      next.resolve();
    }
    expect(seen).toEqual([parts.text('first'), parts.finish()]);
  });

  it('sends the turn as JSON and asks for a stream', async () => {
    const { api } = await connect((incoming, response) => {
      void text(incoming).then((body) => {
        expect([incoming.method, incoming.url]).toEqual(['POST', '/api/chat']);
        expect(incoming.headers).toMatchObject({
          accept: 'text/event-stream',
          'content-type': 'application/json',
        });
        expect(JSON.parse(body)).toEqual(request);
        openStream(response).end(encode(parts.finish()) + encodedStreamEnd);
      });
    });
    expect(await collect(api.sendChatMessage(request, {}))).toEqual([parts.finish()]);
  });

  it('passes over parts that a newer server may send', async () => {
    const { api } = await connect((_request, response) => {
      openStream(response).end(
        `data: {"type":"data-news","data":1}\n\n${encode(parts.finish())}${encodedStreamEnd}`,
      );
    });
    expect(await collect(api.sendChatMessage(request, {}))).toEqual([parts.finish()]);
  });

  it.each<[string, Handler]>([
    ['ends', (_request, response) => void openStream(response).end(encode(parts.text('Hal')))],
    [
      'is closed with its end but without its finish',
      (_request, response) => void openStream(response).end(encodedStreamEnd),
    ],
    [
      'breaks',
      (_request, response) =>
        void openStream(response).write(encode(parts.text('Hal')), () => response.destroy()),
    ],
    ['turns into something else', (_request, response) => void openStream(response).end('data: <html>\n\n')],
  ])('that %s before its finish is interrupted', async (_name, handler) => {
    const { api } = await connect(handler);
    await expect(collect(api.sendChatMessage(request, {}))).rejects.toMatchObject({
      code: 'interrupted',
      retryable: true,
      requestId: 'r-2',
    });
  });

  it('is whole when only the news after its finish is lost', async () => {
    const { api } = await connect((_request, response) => {
      openStream(response).write(encode(parts.finish()), () => response.destroy());
    });
    expect(await collect(api.sendChatMessage(request, {}))).toEqual([parts.finish()]);
  });

  it('that fails throws the problem it tells, after its parts', async () => {
    const problemText = JSON.stringify({
      type: 'urn:paynless:problem:provider_overloaded', title: 'x', status: 503, code: 'provider_overloaded', retryable: true, retryAfter: 7, requestId: 'r-9',
    }); // prettier-ignore
    const { api } = await connect((_request, response) => {
      const error: StreamPart = { type: 'error', errorText: problemText };
      openStream(response).end(encode(parts.text('Hal')) + encode(error) + encodedStreamEnd);
    });
    const seen: StreamPart[] = [];
    const reading = (async () => {
      for await (const part of api.sendChatMessage(request, {})) seen.push(part);
    })();
    await expect(reading).rejects.toMatchObject({
      code: 'provider_overloaded',
      status: 503,
      retryAfter: 7,
      requestId: 'r-9',
    });
    expect(seen).toEqual([parts.text('Hal')]);
  });

  it('that is a page instead is no answer', async () => {
    const { api } = await connect((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<p>Sign in to the network</p>');
    });
    await expect(collect(api.sendChatMessage(request, {}))).rejects.toMatchObject({
      code: 'service_unavailable',
    });
  });

  it.each(['an abort', 'leaving the loop'])('closes the connection after %s', async (way) => {
    const closed = deferred();
    const { api } = await connect((_request, response) => {
      response.on('close', () => { closed.resolve(); }); // prettier-ignore
      openStream(response).write(encode(parts.text('Hal')));
    });
    const controller = new AbortController();
    const reading = (async () => {
      for await (const _ of api.sendChatMessage(request, { signal: controller.signal })) {
        if (way === 'leaving the loop') break;
        controller.abort();
      }
    })();
    if (way === 'an abort') await expect(reading).rejects.toMatchObject({ name: 'AbortError' });
    else await reading;
    await closed.promise;
  });
});
