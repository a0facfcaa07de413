import { expect, test, vi } from 'vitest';
import type { AiProvider } from '../ports/ai-provider.ts';
import type { CatalogProvider } from '../ports/catalog-repository.ts';
import { addressOf } from '../testing/address-of.ts';
import { chunkedFetch } from '../testing/chunked-fetch.ts';
import { collectAnswer } from '../testing/collect-answer.ts';
import { createProviderRegistry, providerKinds } from './registry.ts';

const provider: CatalogProvider = {
  id: '4f3a5c0e-8d7b-4a51-9a53-51d1c0a60001',
  name: 'A model',
  description: null,
  kind: 'openai',
  model: 'a-model',
  baseUrl: null,
  apiKeyName: null,
  maxOutputTokens: 100,
  parameters: {},
};

function setUp(apiKeys: Record<string, string>) {
  const requests: { url: string; headers: Headers }[] = [];
  const answer = chunkedFetch(['data: [DONE]\n\n']);
  const registry = createProviderRegistry(
    {
      apiKeys: new Map(Object.entries(apiKeys)),
      baseUrls: new Map([
        ['OPENAI_BASE_URL', 'https://openai.example/v1'],
        ['ANTHROPIC_BASE_URL', 'https://anthropic.example'],
      ]),
    },
    (input, init) => {
      requests.push({ url: addressOf(input), headers: new Headers(init?.headers) });
      return answer(input, init);
    },
  );
  return { registry, requests };
}

test('a provider without a configured key is not found', () => {
  const { registry } = setUp({ ANTHROPIC_API_KEY: 'sk-ant' });
  expect(registry.find(provider)).toBeUndefined();
  expect(registry.find({ ...provider, kind: 'anthropic' })).toBeDefined();
});

test.each([
  ['openai', 'https://openai.example/v1/chat/completions', 'Bearer sk-one'],
  ['anthropic', 'https://anthropic.example/v1/messages', 'Bearer sk-two'],
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
  for (const kind of ['acme', 'constructor', ''])
    expect(registry.find({ ...provider, kind })).toBeUndefined();
});

test('a third kind is one more line: its own variables, its own address', () => {
  const acme: AiProvider = {
    streamAnswer: () => {
      throw new Error('not asked');
    },
  };
  const create = vi.fn(() => acme);
  const kinds = new Map([
    ...providerKinds,
    ['acme', { create, prefix: 'ACME', baseUrl: 'https://acme.example' }] as const,
  ]);
  const access = { apiKeys: new Map([['ACME_API_KEY', 'sk-acme']]), baseUrls: new Map<string, string>() };
  const registry = createProviderRegistry(access, fetch, kinds);
  expect(registry.find({ ...provider, kind: 'acme' })).toBe(acme);
  expect(create).toHaveBeenCalledWith({ apiKey: 'sk-acme', baseUrl: 'https://acme.example', fetch });
});
