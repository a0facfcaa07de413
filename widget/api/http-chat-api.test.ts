import { afterEach, describe, expect, it, vi } from 'vitest';
import { encodeStreamPart } from '../../protocol/event-stream.ts';
import { visitorHeader } from '../../protocol/paths.ts';
import {
  closeServers,
  collect,
  connect,
  json,
  openStream,
  problem,
  request,
} from '../testing/connect-to-server.ts';
import { id, parts, quotaOf } from '../testing/scripted-chat-api.ts';

afterEach(closeServers);

describe('who is calling', () => {
  it('keeps the name a visitor is given, and sends it from then on', async () => {
    const seen: (string | string[] | undefined)[] = [];
    const { api } = await connect((incoming, response) => {
      seen.push(incoming.headers[visitorHeader]);
      json(response, quotaOf(3), 200, { [visitorHeader]: 'visitor-1' });
    });
    await api.getAnonymousUsage();
    await api.getAnonymousUsage();
    expect(seen).toEqual([undefined, 'visitor-1']);
  });

  it('sends no second call without a name while the first is on its way: there would be two visitors', async () => {
    const seen: (string | string[] | undefined)[] = [];
    const held: (() => void)[] = [];
    const { api, visitorToken } = await connect((incoming, response) => {
      seen.push(incoming.headers[visitorHeader]);
      const reply = () => {
        const minted = { [visitorHeader]: `visitor-${String(seen.length)}` };
        json(response, quotaOf(3), 200, incoming.headers[visitorHeader] === undefined ? minted : {});
      };
      if (seen.length === 1) held.push(reply);
      else reply();
    });
    const calls = [api.getAnonymousUsage(), api.getAnonymousUsage(), api.getAnonymousUsage()];
    await vi.waitFor(() => {
      expect(held).toHaveLength(1);
    });
    held[0]?.();
    await Promise.all(calls);
    expect(seen).toEqual([undefined, 'visitor-1', 'visitor-1']);
    expect(visitorToken.set).toHaveBeenCalledExactlyOnceWith('visitor-1');
  });

  it('lets the next go first when the first call for a name fails, and none wait that was given up', async () => {
    const seen: (string | string[] | undefined)[] = [];
    const held: (() => void)[] = [];
    const { api } = await connect((incoming, response) => {
      seen.push(incoming.headers[visitorHeader]);
      if (seen.length === 1) held.push(() => incoming.socket.destroy());
      else json(response, quotaOf(3), 200, { [visitorHeader]: 'visitor-1' });
    });
    const first = api.getAnonymousUsage();
    const second = api.getAnonymousUsage();
    const controller = new AbortController();
    const third = api.getAnonymousUsage({ signal: controller.signal });
    await vi.waitFor(() => {
      expect(held).toHaveLength(1);
    });
    controller.abort();
    await expect(third).rejects.toMatchObject({ name: 'AbortError' });
    held[0]?.();
    await expect(first).rejects.toMatchObject({ code: 'service_unavailable' });
    expect(await second).toEqual(quotaOf(3));
    expect(seen).toEqual([undefined, undefined]);
  });

  it('keeps the name that another tab was given meanwhile', async () => {
    const { api, visitorToken } = await connect((_incoming, response) => {
      visitorToken.set('from another tab');
      json(response, quotaOf(3), 200, { [visitorHeader]: 'visitor-1' });
    });
    await api.getAnonymousUsage();
    expect(visitorToken.get()).toBe('from another tab');
  });

  it('sends a token instead, and no name', async () => {
    const { api, visitorToken } = await connect(
      (incoming, response) => {
        expect(incoming.headers.authorization).toBe('Bearer token-1');
        expect(incoming.headers[visitorHeader]).toBeUndefined();
        json(response, quotaOf(3), 200, { [visitorHeader]: 'visitor-1' });
      },
      { getAccessToken: () => Promise.resolve('token-1') },
    );
    await api.getAnonymousUsage();
    expect(visitorToken.set).not.toHaveBeenCalled();
  });

  it('asks for what is the same for everybody without a name, a token or a preflight, and takes no name over', async () => {
    const getAccessToken = vi.fn(() => Promise.resolve(null));
    const { api, visitorToken } = await connect(
      (incoming, response) => {
        expect(incoming.headers.authorization).toBeUndefined();
        expect(incoming.headers[visitorHeader]).toBeUndefined();
        json(response, { providers: [], prompts: [] }, 200, { [visitorHeader]: 'visitor-2' });
      },
      { getAccessToken },
    );
    visitorToken.set('visitor-1');
    await Promise.all([api.getAiProviders(), api.getSystemPrompts()]);
    expect(getAccessToken).not.toHaveBeenCalled();
    expect(visitorToken.get()).toBe('visitor-1');
  });

  it('renews a token that was refused, once', async () => {
    const seen: (string | undefined)[] = [];
    const { api } = await connect(
      (incoming, response) => {
        seen.push(incoming.headers.authorization);
        if (incoming.headers.authorization === 'Bearer new') json(response, quotaOf(3));
        else problem(response, 401, 'invalid_token');
      },
      { getAccessToken: (options) => Promise.resolve(options?.fresh ? 'new' : 'old') },
    );
    expect(await api.getAnonymousUsage()).toEqual(quotaOf(3));
    expect(seen).toEqual(['Bearer old', 'Bearer new']);
  });

  it.each([
    ['there is no other', (fresh: boolean) => (fresh ? null : 'old'), 1],
    ['the other is the same', () => 'old', 1],
    ['the other is refused too', (fresh: boolean) => (fresh ? 'new' : 'old'), 2],
  ])(
    'fails when a token was refused and %s; it never goes on as a visitor',
    async (_name, tokenOf, calls) => {
      let count = 0;
      const { api } = await connect(
        (incoming, response) => {
          count += 1;
          expect(incoming.headers.authorization).toBeDefined();
          problem(response, 401, 'invalid_token');
        },
        { getAccessToken: (options) => Promise.resolve(tokenOf(options?.fresh ?? false)) },
      );
      await expect(api.getAnonymousUsage()).rejects.toMatchObject({ code: 'invalid_token', status: 401 });
      expect(count).toBe(calls);
    },
  );
});

describe('a call that fails', () => {
  it('because the code that reads answers did not come can be made again, and keeps no connection open', async () => {
    const closed = vi.fn();
    const { api } = await connect(
      (_request, response) => {
        response.on('close', closed);
        openStream(response).write(': \n\n');
      },
      {},
      () => Promise.reject(new TypeError('Failed to fetch')),
    );
    await expect(collect(api.sendChatMessage(request, {}))).rejects.toMatchObject({
      code: 'service_unavailable',
      retryable: true,
    });
    await vi.waitFor(() => {
      expect(closed).toHaveBeenCalled();
    });
  });

  it('carries all that the problem tells', async () => {
    const { api } = await connect((_request, response) => {
      problem(response, 429, 'anonymous_limit_reached', { retryAfter: 60, quota: quotaOf(0) });
    });
    await expect(collect(api.sendChatMessage(request, {}))).rejects.toMatchObject({
      code: 'anonymous_limit_reached',
      status: 429,
      retryable: false,
      retryAfter: 60,
      requestId: 'r-1',
      quota: quotaOf(0),
    });
  });

  it.each([
    [502, '<h1>Bad gateway</h1>', 'service_unavailable'],
    [429, '', 'rate_limited'],
    [413, 'too large', 'message_too_long'],
    [404, '{"code":"unheard_of"}', 'service_unavailable'],
    [200, '{"limit":"three"}', 'service_unavailable'],
    [200, '<p>Sign in to the network</p>', 'service_unavailable'],
  ])('with status %i and a body that is not ours (%s) is %s', async (status, body, code) => {
    const { api } = await connect((_request, response) => {
      response.writeHead(status, { 'content-type': 'text/html' }).end(body);
    });
    await expect(api.getAnonymousUsage()).rejects.toMatchObject({ code, status });
  });

  it.each([
    [true, 'service_unavailable'],
    [false, 'offline'],
  ])(
    'because nobody is there, with a browser that believes it is online: %s, is %s',
    async (isOnline, code) => {
      const { api, server } = await connect(() => undefined, { isOnline: () => isOnline });
      await new Promise((closed) => server.close(closed));
      await expect(api.getAnonymousUsage()).rejects.toMatchObject({ code, retryable: true });
    },
  );

  it('because nothing comes back is given up', async () => {
    const { api } = await connect(() => undefined, { replyTimeoutMs: 30 });
    await expect(api.getAnonymousUsage()).rejects.toMatchObject({ code: 'service_unavailable', status: 0 });
  });

  it('because its body stops coming is given up; an answer may take its time', async () => {
    const { api } = await connect(
      (incoming, response) => {
        if (incoming.method === 'GET')
          response.writeHead(200, { 'content-type': 'application/json' }).write('{"limit":');
        else
          openStream(response).write(encodeStreamPart(parts.text('Hi'), '1-00000000'), () =>
            setTimeout(() => {
              response.end(encodeStreamPart(parts.finish(), '2-00000000'));
            }, 100),
          );
      },
      { replyTimeoutMs: 50 },
    );
    const answer = collect(api.sendChatMessage(request, {}));
    await expect(api.getAnonymousUsage()).rejects.toMatchObject({ code: 'service_unavailable' });
    expect(await answer).toEqual([parts.text('Hi'), parts.finish()]);
  });

  it('because it was aborted rejects with the reason of the abort', async () => {
    const { api } = await connect(() => undefined);
    const controller = new AbortController();
    const calls = [
      api.getAnonymousUsage({ signal: controller.signal }),
      collect(api.sendChatMessage(request, { signal: controller.signal })),
    ];
    controller.abort();
    for (const call of calls) await expect(call).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('the rest of the API', () => {
  it('asks for the configuration once, and again after a failure', async () => {
    let count = 0;
    const config = {
      supabaseUrl: 'https://a.example', supabaseKey: 'k', registerUrl: null, signInUrl: null, anonymousLimit: 3, defaults: { providerId: null, promptId: null }, texts: {},
    }; // prettier-ignore
    const { api } = await connect((_request, response) => {
      count += 1;
      if (count === 1) problem(response, 503, 'service_unavailable');
      else json(response, config);
    });
    await expect(api.getConfig()).rejects.toMatchObject({ code: 'service_unavailable' });
    expect(await Promise.all([api.getConfig(), api.getConfig()])).toEqual([config, config]);
    expect(count).toBe(2);
  });

  it('pages and searches the history, and finds a chat by its id', async () => {
    const urls: (string | undefined)[] = [];
    const { api } = await connect((incoming, response) => {
      urls.push(incoming.url);
      const chat = { id: id(9), title: null, updatedAt: '2026-11-01T10:00:00.000Z' };
      json(response, { chats: [chat], nextCursor: null, chat, messages: [] });
    });
    await api.getChatHistory();
    await api.getChatHistory({ cursor: 'a b&c' });
    await api.getChatHistory({ search: 'über & "out"', cursor: undefined });
    await api.getChatHistory({ search: 'x', cursor: 'c' });
    await api.getChatHistory({ search: '' });
    await api.getChatMessages(id(9));
    expect(urls).toEqual([
      '/api/chat-history',
      '/api/chat-history?cursor=a+b%26c',
      '/api/chat-history?search=%C3%BCber+%26+%22out%22',
      '/api/chat-history?search=x&cursor=c',
      '/api/chat-history',
      `/api/chat-details/${id(9)}`,
    ]);
  });
});
