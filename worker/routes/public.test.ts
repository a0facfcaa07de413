import { expect, test } from 'vitest';
import * as v from 'valibot';
import { AiProvidersReply, SystemPromptsReply } from '../../protocol/catalog.ts';
import { DeploymentConfig } from '../../protocol/config.ts';
import { anthropic, openAi } from '../testing/ask.ts';
import { createTestWorker, testEnv } from '../testing/create-test-worker.ts';

test('the models one can choose: id, name, description and nothing more', async () => {
  const reply: unknown = await (await createTestWorker().send('/api/ai-providers')).json();
  const { providers } = v.parse(AiProvidersReply, reply);
  expect(providers.map(({ id }) => id)).toEqual([openAi, anthropic]);
  for (const provider of v.parse(v.object({ providers: v.array(v.looseObject({})) }), reply).providers)
    expect(Object.keys(provider).sort()).toEqual(['description', 'id', 'name']);
});

test('a model whose key is not configured is not offered', async () => {
  const worker = createTestWorker({ env: { OPENAI_API_KEY: undefined } });
  const { providers } = v.parse(AiProvidersReply, await (await worker.send('/api/ai-providers')).json());
  expect(providers.map(({ id }) => id)).toEqual([anthropic]);
});

test('the prompts one can choose: id, name, description, never their text', async () => {
  const body = await (await createTestWorker().send('/api/system-prompts')).text();
  const { prompts } = v.parse(SystemPromptsReply, JSON.parse(body));
  expect(prompts.map(({ name, description }) => [name, description])).toEqual([
    ['Helpful Assistant', 'Answers plainly, in your language'],
    ['Code Generator', 'Complete code first, then what to know about it'],
    ['Pirate Translator', 'Says what you write as a pirate would'],
  ]);
  for (const prompt of v.parse(v.object({ prompts: v.array(v.looseObject({})) }), JSON.parse(body)).prompts)
    expect(Object.keys(prompt).sort()).toEqual(['description', 'id', 'name']);
  expect(body).not.toContain('prompt_text');
});

test('what the widget needs to know of the deployment', async () => {
  const env = { REGISTER_URL: '/register/', ANONYMOUS_MESSAGE_LIMIT: '3' };
  const reply = await createTestWorker({ env }).send('/api/config');
  const config = v.parse(DeploymentConfig, await reply.json());
  expect(config).toMatchObject({
    supabaseUrl: testEnv()['SUPABASE_URL'],
    supabaseKey: testEnv()['SUPABASE_PUBLISHABLE_KEY'],
    registerUrl: '/register/',
    signInUrl: null,
    anonymousLimit: 3,
    defaults: { providerId: openAi },
  });
});

test('no secret is in any of it, nor what a model is called and costs', async () => {
  const worker = createTestWorker();
  const paths = [
    '/api/config',
    '/api/ai-providers',
    '/api/system-prompts',
    '/api/healthz',
    '/api/anonymous-usage',
  ];
  const replies = await Promise.all(paths.map(async (path) => (await worker.send(path)).text()));
  const { SUPABASE_SECRET_KEY, SUPABASE_JWT_SECRET, OPENAI_API_KEY, VISITOR_SECRET } = testEnv();
  const secrets = [SUPABASE_SECRET_KEY, SUPABASE_JWT_SECRET, OPENAI_API_KEY, VISITOR_SECRET];
  for (const secret of [...secrets, 'api_identifier', 'config":', 'max_output_tokens', 'gpt-', 'claude-'])
    expect(replies.join('\n')).not.toContain(secret);
});

test('the catalog is read once for many requests', async () => {
  const worker = createTestWorker();
  await Promise.all(
    ['/api/config', '/api/ai-providers', '/api/system-prompts'].map((path) => worker.send(path)),
  );
  await worker.send('/api/config');
  expect(worker.fetched.map((url) => new URL(url).pathname).sort()).toEqual([
    '/rest/v1/ai_providers',
    '/rest/v1/rpc/configure_deployment',
    '/rest/v1/system_prompts',
  ]);
});

test('the worker is well even when nothing else is', async () => {
  const worker = createTestWorker({ env: { SUPABASE_URL: 'http://127.0.0.1:9' } });
  expect((await worker.send('/api/healthz')).status).toBe(200);
  expect((await worker.send('/api/config')).status).toBe(503);
});
