import { describe, expect, inject, test } from 'vitest';
import type { CatalogProvider } from '../ports/catalog-repository.ts';
import { collectAnswer, shortQuestion, type CollectedAnswer } from '../testing/collect-answer.ts';
import { modelRequests } from '../testing/model-journal.ts';
import { createProviderRegistry } from './registry.ts';

/*
 * The adapters over a real network, against the server that stands in for both vendors: what becomes of HTTP in workerd.
 */

const stack = inject('stack');
const { redirectingUrl } = stack;

const row: Omit<CatalogProvider, 'kind'> = {
  id: '4f3a5c0e-8d7b-4a51-9a53-51d1c0a60001',
  name: 'A model',
  description: null,
  apiIdentifier: 'a-model',
  model: 'a-model',
  baseUrl: null,
  apiKeyName: 'MODEL_API_KEY',
  contextWindow: 1_000,
  maxOutputTokens: 100,
  parameters: {},
  fallbackId: null,
};

/** Says these words to a vendor at this address, and takes the answer whole. */
function ask(kind: string, words: string, address: string): Promise<CollectedAnswer> {
  const access = {
    apiKeys: new Map([['MODEL_API_KEY', 'sk-test']]),
    baseUrls: new Map([[`${kind.toUpperCase()}_BASE_URL`, address]]),
    allowedProviderHosts: [],
  };
  const adapter = createProviderRegistry(access, (input, init) => fetch(input, init)).find({ ...row, kind });
  if (!adapter) throw new Error(`No adapter for ${kind}`);
  const messages = [{ role: 'user', content: words }] as const;
  return collectAnswer(adapter, { request: { ...shortQuestion, messages } });
}

describe.each([
  ['openai', stack.openaiBaseUrl, stack.livelyOpenaiBaseUrl, `${redirectingUrl}/v1`],
  ['anthropic', stack.anthropicBaseUrl, stack.livelyAnthropicBaseUrl, redirectingUrl],
])('%s', (kind, address, livelyAddress, formerAddress) => {
  test('answers, and counts its tokens', async () => {
    const words = crypto.randomUUID();
    const { text, usage, finish, error } = await ask(kind, words, address);
    expect(text).toContain(words);
    expect(usage).toMatchObject({ outputTokens: Math.ceil(text.length / 4) });
    expect(usage).toHaveProperty('inputTokens');
    expect(finish).toBe('stop');
    expect(error).toBeNull();
  });

  test('is too busy, and says when to come back', async () => {
    const words = `simulate 429 ${crypto.randomUUID()}`;
    const { text, error } = await ask(kind, words, address);
    expect(text).toBe('');
    expect(error).toMatchObject({ code: 'provider_overloaded', isTransient: true, retryAfterSeconds: 2 });
    expect(await modelRequests(words)).toHaveLength(1);
  });

  test('fails', async () => {
    const { text, error } = await ask(kind, 'simulate error', address);
    expect(text).toBe('');
    expect(error).toMatchObject({ code: 'provider_failed', isTransient: true, retryAfterSeconds: null });
  });

  test('hangs up in the middle: what came is there, and is not whole', async () => {
    const { text, finish, error } = await ask(kind, 'simulate disconnect', livelyAddress);
    expect(text).not.toBe('');
    expect(finish).toBeNull();
    expect(error).toMatchObject({ code: 'provider_failed', isTransient: true });
  });

  test('is out of reach', async () => {
    const { error } = await ask(kind, 'Anybody there?', 'http://127.0.0.1:9');
    expect(error).toMatchObject({ code: 'provider_failed', isTransient: true });
  });

  test('has moved: neither key nor words go after it', async () => {
    const words = crypto.randomUUID();
    const { text, error } = await ask(kind, words, formerAddress);
    expect(text).toBe('');
    expect(error).toMatchObject({ code: 'provider_failed', isTransient: false });
    expect(await modelRequests(words)).toEqual([]);
  });
});
