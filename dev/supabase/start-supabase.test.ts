import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSupabase, type RunningSupabase } from './start-supabase.ts';

/**
 * Over HTTP, as somebody with developer tools and the publishable key would try it. pgTAP proves the privileges in SQL; this
 * proves that the embedded Supabase, which grants everything to everybody with its first request, has not undone them.
 */
let supabase: RunningSupabase;
let user: Record<string, string>;
let anon: Record<string, string>;

beforeAll(async () => {
  supabase = await startSupabase();
  anon = { apikey: supabase.publishableKey, 'content-type': 'application/json' };
  const reply = await fetch(`${supabase.url}/auth/v1/signup`, {
    method: 'POST',
    headers: anon,
    body: JSON.stringify({ email: 'curious@example.com', password: 'correct horse battery' }),
  });
  const { access_token: token } = (await reply.json()) as { access_token: string };
  user = { ...anon, authorization: `Bearer ${token}` };
});

afterAll(() => supabase.stop());

const status = async (path: string, headers: Record<string, string>, body?: object) => {
  const init = body ? { method: 'POST', body: JSON.stringify(body) } : {};
  const reply = await fetch(`${supabase.url}/rest/v1/${path}`, { ...init, headers });
  await reply.body?.cancel();
  return reply.status;
};

const secrets = [
  'ai_providers?select=config',
  'ai_providers?select=api_identifier',
  'ai_providers?select=*',
  'system_prompts?select=prompt_text',
  'usage?select=id',
  'usage_counters?select=used',
  'deployment_settings?select=daily_budget_micro_usd',
  'session_codes?select=code_hash',
];

describe('the embedded Supabase', () => {
  it('shows the names of what may be chosen', async () => {
    expect(await status('ai_providers?select=id,name', anon)).toBe(200);
    expect(await status('system_prompts?select=id,name', user)).toBe(200);
  });

  it.each(secrets)('hides %s', async (path) => {
    expect(await status(path, anon)).toBe(401);
    expect(await status(path, user)).toBe(403);
    expect(await status(path, { ...anon, apikey: supabase.secretKey })).toBe(200);
  });

  it.each([
    ['finish_turn', { p_answer_id: crypto.randomUUID(), p_status: 'complete', p_content: 'free' }],
    ['finish_title', { p_title_id: crypto.randomUUID(), p_title: 'free' }],
    ['housekeep', { p_batch_max: 1 }],
    ['configure_deployment', { p_settings: { anonymous_message_limit: 1_000_000 } }],
    ['anonymous_usage', { p_visitor_id: crypto.randomUUID(), p_ip_hash: 'x' }],
  ])('lets nobody but the Worker call %s', async (name, body) => {
    expect(await status(`rpc/${name}`, anon, body)).toBe(401);
    expect(await status(`rpc/${name}`, user, body)).toBe(403);
  });

  it.each([
    ['search_chats', { p_search: 'tea', p_limit: 9 }, 200],
    ['running_answers', { p_chat_id: crypto.randomUUID() }, 404],
  ])('lets only those who are signed in call %s', async (name, body, expected) => {
    expect(await status(`rpc/${name}`, anon, body)).toBe(401);
    expect(await status(`rpc/${name}`, user, body)).toBe(expected);
  });

  it('does not take a request without a key for its owner', async () => {
    expect(await status('chats?select=id', {})).toBe(401);
    expect(await status('chats?select=id', { apikey: 'sb_secret_guessed' })).toBe(401);
  });
});
