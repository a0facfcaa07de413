import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { ChatDetailsReply } from '../../protocol/history.ts';
import { chatDetailsPath, chatStopPath, paths } from '../../protocol/paths.ts';
import type { ApiCaller } from '../e2e/callers.ts';
import { openDeployment, type Deployment } from '../e2e/open-deployment.ts';
import { seeded } from '../e2e/seed.ts';
import type { Environment } from '../local-environment.ts';
import { startSupabase, type RunningSupabase } from '../supabase/start-supabase.ts';

/*
 * Over real sockets on both sides of workerd, which notices that somebody has left only when it writes to them.
 */

type Vendor = keyof typeof seeded;
const vendors: readonly Vendor[] = ['openai', 'anthropic'];

/** A deployment for the tests of a suite. */
function deploy(environment: Environment) {
  const opened: { site?: Deployment; supabase?: RunningSupabase } = {};
  beforeAll(async () => {
    opened.supabase = await startSupabase();
    opened.site = await openDeployment({
      environment: { MODEL_TITLES: 'false', ...environment },
      supabase: opened.supabase,
    });
  });
  afterEach(() => opened.site?.gate.release());
  afterAll(async () => {
    await opened.site?.stop();
    await opened.supabase?.stop();
  });
  return { site: () => opened.site!, supabase: () => opened.supabase! };
}

/** A streamed turn whose reader can leave at any time, as a closed tab does: their socket closes. */
async function ask(
  site: Deployment,
  member: ApiCaller,
  body: { message: string; chatId: string },
  by: Vendor,
) {
  const leaving = new AbortController();
  const reply = await fetch(`${site.url}${paths.chat}`, {
    method: 'POST',
    headers: { ...member.headers, 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ ...body, providerId: seeded[by] }),
    signal: leaving.signal,
  });
  expect(reply.status).toBe(200);
  const reader = reply.body!.pipeThrough(new TextDecoderStream()).getReader();
  return {
    async readUntil(words: string) {
      for (let seen = ''; !seen.includes(words);) seen += (await reader.read()).value ?? expect.fail(seen);
    },
    leave: () => {
      leaving.abort();
    },
  };
}

/** The newest answer of a chat, as its owner finds it. */
async function answerOf({ url }: Deployment, { headers }: ApiCaller, chatId: string) {
  const reply = await fetch(`${url}${chatDetailsPath(chatId)}`, { headers });
  return v.parse(ChatDetailsReply, await reply.json()).messages.at(-1);
}

/** What the ledger has of a chat. */
async function ledgerOf({ url, secretKey }: RunningSupabase, chatId: string): Promise<unknown> {
  const reply = await fetch(`${url}/rest/v1/usage?select=state,is_estimated&chat_id=eq.${chatId}`, {
    headers: { apikey: secretKey, authorization: `Bearer ${secretKey}` },
  });
  return reply.json();
}

describe('where leaving is not stopping, a reader', () => {
  const { site, supabase } = deploy({});

  it.each(vendors)('of %s who leaves before the first word finds the whole answer later', async (vendor) => {
    const member = await site().signUp();
    const chatId = crypto.randomUUID();
    site().gate.hold();
    const words = `Go on without me, ${vendor}`;
    const turn = await ask(site(), member, { message: words, chatId }, vendor);
    await turn.readUntil('"start"');
    await expect.poll(() => site().gate.requests(words)).toEqual(['held']);
    turn.leave();
    site().gate.release();
    await expect.poll(() => answerOf(site(), member, chatId)).toMatchObject({ status: 'complete' });
    expect(site().gate.requests(words)).toEqual(['answered']);
    expect(await ledgerOf(supabase(), chatId)).toEqual([{ state: 'settled', is_estimated: false }]);
  });

  it.each(vendors)('of %s who leaves in the middle finds the whole answer, paid for once', async (vendor) => {
    const member = await site().signUp();
    const chatId = crypto.randomUUID();
    const words = `slow, and nobody waits for ${vendor}`;
    const turn = await ask(site(), member, { message: words, chatId }, vendor);
    await turn.readUntil('"text-delta"');
    expect(site().gate.requests(words)).toEqual(['answering']);
    turn.leave();
    await expect
      .poll(() => answerOf(site(), member, chatId), { timeout: 30_000 })
      .toMatchObject({ status: 'complete' });
    expect((await answerOf(site(), member, chatId))?.content).toMatch(/That was the slow answer\.$/);
    expect(site().gate.requests(words)).toEqual(['answered']);
    expect(await site().timesAsked(words)).toBe(1);
    expect(await ledgerOf(supabase(), chatId)).toEqual([{ state: 'settled', is_estimated: false }]);
  });

  it.each(vendors)('of %s who has left can still stop it, from anywhere', async (vendor) => {
    const member = await site().signUp();
    const chatId = crypto.randomUUID();
    const words = `slow, and too slow of ${vendor}`;
    const turn = await ask(site(), member, { message: words, chatId }, vendor);
    await turn.readUntil('"text-delta"');
    turn.leave();
    const init = { method: 'POST', headers: member.headers };
    expect((await fetch(`${site().url}${chatStopPath(chatId)}`, init)).status).toBe(204);
    await expect.poll(() => site().gate.requests(words)).toEqual(['left']);
    const answer = await answerOf(site(), member, chatId);
    expect(answer?.status).toBe('stopped');
    expect(answer?.content).not.toBe('');
  });
});

describe.each([
  ['an object', { LEAVE_STOPS: 'true' }],
  ['the request', { DURABLE_ANSWERS: 'false' }],
])('where leaving stops an answer that runs in %s, a reader', (_where, environment) => {
  const { site } = deploy(environment);

  it.each(vendors)('of %s who leaves before the first word ends the request to the model', async (vendor) => {
    site().gate.hold();
    const words = `Never mind, ${vendor}`;
    const body = { message: words, chatId: crypto.randomUUID() };
    const turn = await ask(site(), await site().signUp(), body, vendor);
    await turn.readUntil('"start"');
    await expect.poll(() => site().gate.requests(words)).toEqual(['held']);
    turn.leave();
    await expect.poll(() => site().gate.requests(words)).toEqual(['left']);
  });

  it.each(vendors)('of %s who leaves in the middle ends it before it was written whole', async (vendor) => {
    const member = await site().signUp();
    const chatId = crypto.randomUUID();
    const words = `slow, ${vendor}`;
    const turn = await ask(site(), member, { message: words, chatId }, vendor);
    await turn.readUntil('"text-delta"');
    expect(site().gate.requests(words)).toEqual(['answering']);
    turn.leave();
    await expect.poll(() => site().gate.requests(words)).toEqual(['left']);
    await expect.poll(() => answerOf(site(), member, chatId)).toMatchObject({ status: 'stopped' });
  });
});
