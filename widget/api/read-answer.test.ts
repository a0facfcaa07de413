import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
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
      answer.map((part) => encodeStreamPart(part) + encodedHeartbeat).join('') +
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

  it('arrives part by part, not at its end', async () => {
    const next = deferred();
    const { api } = await connect((_request, response) => {
      openStream(response).write(encodeStreamPart(parts.text('first')));
      void next.promise.then(() => response.end(encodeStreamPart(parts.finish()) + encodedStreamEnd));
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
        openStream(response).end(encodeStreamPart(parts.finish()) + encodedStreamEnd);
      });
    });
    expect(await collect(api.sendChatMessage(request, {}))).toEqual([parts.finish()]);
  });

  it('passes over parts that a newer server may send', async () => {
    const { api } = await connect((_request, response) => {
      openStream(response).end(
        `data: {"type":"data-news","data":1}\n\n${encodeStreamPart(parts.finish())}${encodedStreamEnd}`,
      );
    });
    expect(await collect(api.sendChatMessage(request, {}))).toEqual([parts.finish()]);
  });

  it.each<[string, Handler]>([
    ['ends', (_request, response) => void openStream(response).end(encodeStreamPart(parts.text('Hal')))],
    [
      'is closed with its end but without its finish',
      (_request, response) => void openStream(response).end(encodedStreamEnd),
    ],
    [
      'breaks',
      (_request, response) =>
        void openStream(response).write(encodeStreamPart(parts.text('Hal')), () => response.destroy()),
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
      openStream(response).write(encodeStreamPart(parts.finish()), () => response.destroy());
    });
    expect(await collect(api.sendChatMessage(request, {}))).toEqual([parts.finish()]);
  });

  it('that fails throws the problem it tells, after its parts', async () => {
    const problemText = JSON.stringify({
      type: 'urn:paynless:problem:provider_overloaded', title: 'x', status: 503, code: 'provider_overloaded', retryable: true, retryAfter: 7, requestId: 'r-9',
    }); // prettier-ignore
    const { api } = await connect((_request, response) => {
      const error: StreamPart = { type: 'error', errorText: problemText };
      openStream(response).end(
        encodeStreamPart(parts.text('Hal')) + encodeStreamPart(error) + encodedStreamEnd,
      );
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
      openStream(response).write(encodeStreamPart(parts.text('Hal')));
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
