import { expect, test } from 'vitest';
import type { CatalogProvider } from '../ports/catalog-repository.ts';
import { addressOf } from '../testing/address-of.ts';
import { chunkedFetch } from '../testing/chunked-fetch.ts';
import { collectAnswer } from '../testing/collect-answer.ts';
import { createProviderRegistry, providerKinds } from './registry.ts';

const provider: CatalogProvider = {
  id: '4f3a5c0e-8d7b-4a51-9a53-51d1c0a60001',
  name: 'A model',
  description: null,
  apiIdentifier: 'a-model',
  kind: 'openai',
  model: 'a-model',
  baseUrl: null,
  apiKeyName: null,
  contextWindow: 1_000,
  maxOutputTokens: 100,
  parameters: {},
  fallbackId: null,
};

function setUp(apiKeys: Record<string, string>) {
  const requests: { url: string; headers: Headers; redirect: string | undefined }[] = [];
  const answer = chunkedFetch(['data: [DONE]\n\n']);
  const registry = createProviderRegistry(
    {
      apiKeys: new Map(Object.entries(apiKeys)),
      baseUrls: new Map([
        ['OPENAI_BASE_URL', 'https://openai.example/v1'],
        ['ANTHROPIC_BASE_URL', 'http://anthropic.internal'],
      ]),
      allowedProviderHosts: ['localhost:11434'],
    },
    (input, init) => {
      requests.push({
        url: addressOf(input),
        headers: new Headers(init?.headers),
        redirect: init?.redirect,
      });
      return answer(input, init);
    },
  );
  return { registry, requests };
}

test('a provider without a configured key is not found', () => {
  const { registry } = setUp({ ANTHROPIC_API_KEY: 'sk-ant' });
  expect(registry.find(provider)).toBeUndefined();
  expect(registry.obstacleTo(provider)).toBe('no_key');
  expect(registry.find({ ...provider, kind: 'anthropic' })).toBeDefined();
  expect(registry.obstacleTo({ ...provider, kind: 'anthropic' })).toBeNull();
});

test.each([
  ['openai', 'https://openai.example/v1/chat/completions', 'Bearer sk-one'],
  ['anthropic', 'http://anthropic.internal/v1/messages', 'Bearer sk-two'],
])('%s is asked at the configured address with its own key', async (kind, url, authorization) => {
  const { registry, requests } = setUp({ OPENAI_API_KEY: 'sk-one', ANTHROPIC_API_KEY: 'sk-two' });
  const adapter = registry.find({ ...provider, kind });
  if (adapter) await collectAnswer(adapter);
  expect(requests[0]?.url).toBe(url);
  expect(requests[0]?.headers.get('authorization')).toBe(authorization);
});

test("a row's own address and key name win", async () => {
  const { registry, requests } = setUp({ OPENAI_API_KEY: 'sk-one', GROQ_API_KEY: 'sk-groq' });
  const adapter = registry.find({
    ...provider,
    baseUrl: 'https://groq.example/v1',
    apiKeyName: 'GROQ_API_KEY',
  });
  if (adapter) await collectAnswer(adapter);
  expect(requests[0]?.url).toBe('https://groq.example/v1/chat/completions');
  expect(requests[0]?.headers.get('authorization')).toBe('Bearer sk-groq');
});

test('one adapter serves all models of one address and key', () => {
  const { registry } = setUp({ OPENAI_API_KEY: 'sk-one' });
  expect(registry.find({ ...provider, model: 'another' })).toBe(registry.find(provider));
});

test('a kind we do not know is not found, whatever it is called', () => {
  const { registry } = setUp({ OPENAI_API_KEY: 'sk-one' });
  for (const kind of ['acme', 'constructor', '']) {
    expect(registry.find({ ...provider, kind })).toBeUndefined();
    expect(registry.obstacleTo({ ...provider, kind })).toBe('unknown_kind');
  }
});

test("a row can't send a key in the clear or into a network, unless the owner has allowed the host", async () => {
  const { registry, requests } = setUp({ OPENAI_API_KEY: 'sk-one' });
  for (const baseUrl of ['http://models.example/v1', 'https://169.254.169.254/v1', 'http://localhost/v1']) {
    expect(registry.find({ ...provider, baseUrl })).toBeUndefined();
    expect(registry.obstacleTo({ ...provider, baseUrl })).toBe('forbidden_address');
  }
  const adapter = registry.find({ ...provider, baseUrl: 'http://localhost:11434/v1' });
  if (adapter) await collectAnswer(adapter);
  expect(requests.map(({ url }) => url)).toEqual(['http://localhost:11434/v1/chat/completions']);
});

test.each([...providerKinds.keys()])('%s follows no redirect with a key in hand', async (kind) => {
  const { registry, requests } = setUp({ OPENAI_API_KEY: 'sk-one', ANTHROPIC_API_KEY: 'sk-two' });
  const adapter = registry.find({ ...provider, kind });
  if (adapter) await collectAnswer(adapter);
  expect(requests).toMatchObject([{ redirect: 'manual' }]);
});
