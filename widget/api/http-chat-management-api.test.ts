import type { IncomingMessage } from 'node:http';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { closeServers, connect, type Handler, json, problem } from '../testing/connect-to-server.ts';
import { id } from '../testing/scripted-chat-api.ts';

afterEach(closeServers);

interface Seen {
  readonly call: string;
  readonly body: unknown;
}

async function readBody(incoming: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of incoming) text += String(chunk);
  return text === '' ? null : JSON.parse(text);
}

/** A server that notes what it is asked for, then answers as the test says. */
async function setUp(handler: Handler) {
  const seen: Seen[] = [];
  const fetchIt = vi.fn(fetch);
  const { api } = await connect(
    (incoming, response) => {
      void readBody(incoming).then((body) => {
        seen.push({ call: `${incoming.method ?? ''} ${incoming.url ?? ''}`, body });
        handler(incoming, response);
      });
    },
    { getAccessToken: () => Promise.resolve('token'), fetch: fetchIt },
  );
  return { management: await api.loadManagement(), seen, fetchIt };
}

const chat = { id: id(9), title: 'New', updatedAt: '2026-11-01T10:00:00.000Z' };

describe('the rare calls', () => {
  it('rename a chat', async () => {
    const { management, seen } = await setUp((_incoming, response) => {
      json(response, { chat });
    });
    expect(await management.renameChat(id(9), 'New')).toEqual({ chat });
    expect(seen).toEqual([{ call: `PATCH /api/chat-details/${id(9)}`, body: { title: 'New' } }]);
  });

  it('delete a chat, with a request that outlives the page if it has to', async () => {
    const { management, seen, fetchIt } = await setUp((_incoming, response) => {
      response.writeHead(204).end();
    });
    const deleteChat = await management.prepareDelete(id(9));
    expect(seen).toEqual([]);
    await deleteChat();
    await deleteChat({ isLast: true });
    const call = { call: `DELETE /api/chat-details/${id(9)}`, body: null };
    expect(seen).toEqual([call, call]);
    expect(fetchIt.mock.calls.map(([, init]) => init?.keepalive)).toEqual([false, true]);
  });

  it('take a chat for deleted that is gone already, and no other failure', async () => {
    const problems: [number, string][] = [[404, 'not_found'], [503, 'service_unavailable']]; // prettier-ignore
    const { management } = await setUp((_incoming, response) => {
      problem(response, ...(problems.shift() ?? [500, 'internal']));
    });
    const deleteChat = await management.prepareDelete(id(9));
    await deleteChat();
    await expect(deleteChat()).rejects.toMatchObject({ code: 'service_unavailable' });
  });

  it('say what is thought of an answer, and take it back', async () => {
    const feedback = { rating: 'down', comment: 'Too long' } as const;
    const { management, seen } = await setUp((incoming, response) => {
      if (incoming.method === 'PUT') json(response, { feedback });
      else response.writeHead(204).end();
    });
    expect(await management.giveFeedback(id(2), feedback)).toEqual({ feedback });
    await management.withdrawFeedback(id(2));
    expect(seen).toEqual([
      { call: `PUT /api/feedback/${id(2)}`, body: feedback },
      { call: `DELETE /api/feedback/${id(2)}`, body: null },
    ]);
  });

  it('fail as all calls do', async () => {
    const { management } = await setUp((_incoming, response) => {
      json(response, { feedback: { rating: 'sideways' } });
    });
    await expect(management.giveFeedback(id(2), { rating: 'up' })).rejects.toMatchObject({
      code: 'service_unavailable',
      status: 200,
    });
    const controller = new AbortController();
    controller.abort();
    await expect(management.renameChat(id(9), 'New', { signal: controller.signal })).rejects.toMatchObject({
      name: 'AbortError',
    });
  });

  it('fail when their code cannot be fetched', async () => {
    const loadReader = () => import('../stores/follower.ts');
    const { api } = await connect(() => undefined, {}, loadReader);
    await expect(api.loadManagement()).resolves.toBeDefined();
    const { createHttpChatApi } = await import('./http-chat-api.ts');
    const alone = createHttpChatApi(
      {
        apiUrl: 'https://worker.example',
        getAccessToken: () => Promise.resolve(null),
        sendAsVisitor: (exchange) => exchange(null),
      },
      loadReader,
      () => Promise.reject(new TypeError('Failed to fetch')),
    );
    await expect(alone.loadManagement()).rejects.toMatchObject({
      code: 'service_unavailable',
      retryable: true,
    });
  });
});

describe('an exported chat', () => {
  it.each([
    [`attachment; filename="_.md"; filename*=UTF-8''%E3%83%81%E3%83%A3.md`, 'チャ.md'],
    [`attachment; filename="It's 100%25.md"; filename*=UTF-8''It%27s%20100%25.md`, "It's 100%.md"],
    ['attachment; filename="plain.md"', 'plain.md'],
    [`attachment; filename="plain.md"; filename*=UTF-8''%E3%8`, 'plain.md'],
    ['attachment; filename=""', 'chat.md'],
    ['attachment', 'chat.md'],
    [null, 'chat.md'],
  ])('has its bytes, and the name of %s', async (disposition, name) => {
    const { management, seen } = await setUp((_incoming, response) => {
      if (disposition !== null) response.setHeader('content-disposition', disposition);
      response.writeHead(200, { 'content-type': 'text/markdown; charset=utf-8' }).end('# Ünï');
    });
    const exported = await management.exportChat(id(9), 'md');
    expect(exported.name).toBe(name);
    expect(exported.file.type).toMatch(/^text\/markdown/);
    expect(await exported.file.text()).toBe('# Ünï');
    expect(seen[0]?.call).toBe(`GET /api/chat-details/${id(9)}/export?format=md`);
  });

  it('is JSON when that is asked for', async () => {
    const { management, seen } = await setUp((_incoming, response) => {
      json(response, { exportedAt: 'now' });
    });
    const { name, file } = await management.exportChat(id(9), 'json');
    expect([name, await file.text()]).toEqual(['chat.json', '{"exportedAt":"now"}']);
    expect(seen[0]?.call).toBe(`GET /api/chat-details/${id(9)}/export?format=json`);
  });
});
