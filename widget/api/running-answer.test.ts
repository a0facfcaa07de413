import { afterEach, describe, expect, it } from 'vitest';
import { formatEventId } from '../../protocol/event-id.ts';
import { encodedStreamEnd, encodeStreamPart } from '../../protocol/event-stream.ts';
import { lastEventIdHeader } from '../../protocol/paths.ts';
import {
  closeServers,
  collect,
  connect,
  openStream,
  problem,
  request,
} from '../testing/connect-to-server.ts';
import { deferred } from '../testing/deferred.ts';
import { id, parts } from '../testing/scripted-chat-api.ts';

afterEach(closeServers);

describe('an answer that runs', () => {
  const end = encodeStreamPart(parts.finish(), formatEventId(id(2), 7)) + encodedStreamEnd;

  it('is joined where its reader was, or from its start', async () => {
    const seen: unknown[] = [];
    const { api } = await connect((incoming, response) => {
      seen.push([
        incoming.method,
        incoming.url,
        incoming.headers.accept,
        incoming.headers[lastEventIdHeader],
      ]);
      openStream(response).end(end);
    });
    for (const from of [{ lastEventId: '6-00000000' }, { lastEventId: null }, {}]) {
      const stream = await api.resumeAnswer(id(9), from);
      expect(stream && (await collect(stream))).toEqual([parts.finish()]);
    }
    const path = `/api/chat/${id(9)}/stream`;
    expect(seen).toEqual([
      ['GET', path, 'text/event-stream', '6-00000000'],
      ['GET', path, 'text/event-stream', undefined],
      ['GET', path, 'text/event-stream', undefined],
    ]);
  });

  it('is null when none does', async () => {
    const { api } = await connect((_incoming, response) => void response.writeHead(204).end());
    expect(await api.resumeAnswer(id(9), {})).toBeNull();
  });

  it('is refused as everything is', async () => {
    const { api } = await connect((_incoming, response) => {
      problem(response, 404, 'not_found');
    });
    await expect(api.resumeAnswer(id(9), {})).rejects.toMatchObject({ code: 'not_found' });
    await expect(api.stopAnswer(id(9))).rejects.toMatchObject({ code: 'not_found' });
  });

  it('is no page that comes in its place', async () => {
    const { api } = await connect((_incoming, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<p>Sign in to the network</p>');
    });
    await expect(api.resumeAnswer(id(9), {})).rejects.toMatchObject({ code: 'service_unavailable' });
  });

  it('is stopped with a POST that says nothing more', async () => {
    const { api } = await connect((incoming, response) => {
      expect([incoming.method, incoming.url]).toEqual(['POST', `/api/chat/${id(9)}/stop`]);
      expect(incoming.headers['content-type']).toBeUndefined();
      expect(incoming.headers.authorization).toBe('Bearer token-1');
      expect(incoming.headers['last-event-id']).toBe('7-00000000');
      response.writeHead(204).end();
    }, { getAccessToken: () => Promise.resolve('token-1') }); // prettier-ignore
    await api.stopAnswer(id(9), { lastEventId: '7-00000000' });
  });

  it('is sent for at once, whether somebody reads it yet or not', async () => {
    const arrived = deferred();
    const { api } = await connect((_incoming, response) => {
      arrived.resolve();
      openStream(response).end(end);
    });
    const stream = api.sendChatMessage(request, {});
    await arrived.promise;
    expect(await collect(stream)).toEqual([parts.finish()]);
  });
});
