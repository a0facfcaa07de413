import { createServer, request as forward, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../free-port.ts';
import { startSupabase, type RunningSupabase } from '../supabase/start-supabase.ts';
import { openSite, type Site } from './visit.ts';

/** What the Worker asks of the database, counted by a proxy in front of it. */
interface Seen {
  path: string;
  at: number;
}

const seen: Seen[] = [];
let supabase: RunningSupabase;
let proxy: Server;
let site: Site;

function countingProxy(target: string): Server {
  return createServer((incoming, reply) => {
    seen.push({ path: incoming.url ?? '', at: performance.now() });
    const { method, headers, url } = incoming;
    const upstream = forward(new URL(url ?? '/', target), { method, headers }, (answer) => {
      reply.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(reply);
    });
    incoming.pipe(upstream);
  });
}

beforeAll(async () => {
  supabase = await startSupabase();
  const port = await freePort();
  proxy = countingProxy(supabase.url);
  await new Promise<void>((listening) => proxy.listen(port, '127.0.0.1', listening));
  // A paced answer has a time between its first word and its end.
  site = await openSite(
    {
      SUPABASE_URL: `http://127.0.0.1:${String(port)}`,
      SUPABASE_PUBLISHABLE_KEY: supabase.publishableKey,
      SUPABASE_SECRET_KEY: supabase.secretKey,
      SUPABASE_JWT_SECRET: supabase.jwtSecret,
    },
    { paced: true },
  );
});

afterAll(async () => {
  await site.close();
  proxy.close();
  await supabase.stop();
});

async function accessToken(): Promise<string> {
  const reply = await fetch(`${supabase.url}/auth/v1/signup`, {
    method: 'POST',
    headers: { apikey: supabase.publishableKey, 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'counted@example.com', password: 'correct horse battery' }),
  });
  const { access_token: token } = (await reply.json()) as { access_token: string };
  return token;
}

/** Sends a message; returns when the first word came, once the whole stream has been read. */
async function turn(token: string, providerId: string): Promise<number> {
  const reply = await fetch(`${site.stack.url}/api/chat`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      accept: 'text/event-stream',
    },
    body: JSON.stringify({ message: 'Count with me', providerId }),
  });
  let firstWordAt = Number.NaN;
  let text = '';
  for await (const chunk of reply.body!.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    if (Number.isNaN(firstWordAt) && text.includes('"text-delta"')) firstWordAt = performance.now();
  }
  expect(text).toContain('"type":"finish"');
  return firstWordAt;
}

describe('a signed-in turn with a warm catalog', () => {
  it('asks the database once before the first word and once after it', async () => {
    const token = await accessToken();
    const catalog = await fetch(`${site.stack.url}/api/ai-providers`);
    const { providers } = (await catalog.json()) as { providers: { id: string }[] };
    await turn(token, providers[0]!.id);

    seen.length = 0;
    const firstWordAt = await turn(token, providers[0]!.id);
    expect(seen.filter(({ at }) => at < firstWordAt).map(({ path }) => path)).toEqual([
      '/rest/v1/rpc/begin_turn',
    ]);
    expect(seen.filter(({ at }) => at >= firstWordAt).map(({ path }) => path)).toEqual([
      '/rest/v1/rpc/finish_turn',
    ]);
  });
});
