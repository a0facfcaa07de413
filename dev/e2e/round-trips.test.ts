import { createServer, request as forward, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../free-port.ts';
import { startSupabase, type RunningSupabase } from '../supabase/start-supabase.ts';
import { signUpMember, type ApiCaller } from './callers.ts';
import { pirate, seeded } from './seed.ts';
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

/** Sends a message to the pirate, who is brief; returns when the first word came, once the whole stream has been read. */
async function turn({ headers }: ApiCaller, chatId: string): Promise<number> {
  const reply = await fetch(`${site.stack.url}/api/chat`, {
    method: 'POST',
    headers: {
      ...headers,
      'content-type': 'application/json',
      accept: 'text/event-stream',
    },
    body: JSON.stringify({ message: 'Count with me', providerId: seeded.openai, promptId: pirate, chatId }),
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

/** What a turn asks of the database, before its first word and from then on. */
async function trips(caller: ApiCaller, chatId: string): Promise<{ before: string[]; after: string[] }> {
  seen.length = 0;
  const firstWordAt = await turn(caller, chatId);
  const paths = (isAfter: boolean) =>
    seen.filter(({ at }) => at >= firstWordAt === isAfter).map(({ path }) => path);
  return { before: paths(false), after: paths(true) };
}

describe('a signed-in turn with a warm catalog', () => {
  it('asks the database once before the first word and once after it; the first of a chat also for its title', async () => {
    const member = await signUpMember(supabase);
    await turn(member, crypto.randomUUID());

    const chatId = crypto.randomUUID();
    expect(await trips(member, chatId)).toEqual({
      before: ['/rest/v1/rpc/begin_turn'],
      after: ['/rest/v1/rpc/finish_turn', '/rest/v1/rpc/finish_title'],
    });
    expect(await trips(member, chatId)).toEqual({
      before: ['/rest/v1/rpc/begin_turn'],
      after: ['/rest/v1/rpc/finish_turn'],
    });
  });
});
