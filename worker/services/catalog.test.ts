import { expect, test } from 'vitest';
import type { CatalogProvider } from '../ports/catalog-repository.ts';
import type { LogFields } from '../ports/logger.ts';
import type { ProviderObstacle } from '../ports/provider-registry.ts';
import { createCatalog } from './catalog.ts';

function provider(id: string): CatalogProvider {
  return {
    id,
    name: 'A model',
    description: null,
    apiIdentifier: `${id}-model`,
    kind: 'openai',
    model: 'a-model',
    baseUrl: 'https://models.example/v1',
    apiKeyName: 'MODEL_API_KEY',
    contextWindow: 1_000,
    maxOutputTokens: 100,
    parameters: {},
    fallbackId: null,
  };
}

/** A catalog over a registry to which these rows are an obstacle. */
function setUp(obstacles: Map<string, ProviderObstacle>) {
  let now = 0;
  const logged: [event: string, fields: LogFields][] = [];
  const catalog = createCatalog({
    repository: {
      listProviders: () => Promise.resolve([provider('one'), provider('two'), provider('three')]),
      listPrompts: () => Promise.resolve([]),
    },
    registry: { find: () => undefined, obstacleTo: ({ id }) => obstacles.get(id) ?? null },
    clock: { now: () => now },
    logger: { info: (event, fields) => logged.push([event, fields]), error: () => undefined },
    configure: () => Promise.resolve(),
    keepAlive: () => undefined,
  });
  return {
    logged,
    /** Loads the catalog anew. */
    load: async () => {
      now += 60_000;
      return (await catalog.load()).providers.map(({ id }) => id);
    },
  };
}

test('what can not be asked is not offered, and the log says why: once for each row and reason', async () => {
  const obstacles = new Map<string, ProviderObstacle>([
    ['one', 'no_key'],
    ['three', 'forbidden_address'],
  ]);
  const { logged, load } = setUp(obstacles);
  expect(await load()).toEqual(['two']);
  expect(await load()).toEqual(['two']);
  expect(logged).toEqual([
    ['provider_not_offered', { id: 'one', apiIdentifier: 'one-model', kind: 'openai', reason: 'no_key' }],
    [
      'provider_not_offered',
      { id: 'three', apiIdentifier: 'three-model', kind: 'openai', reason: 'forbidden_address' },
    ],
  ]);
  obstacles.set('one', 'forbidden_address').delete('three');
  expect(await load()).toEqual(['two', 'three']);
  expect(logged.slice(2)).toEqual([
    [
      'provider_not_offered',
      { id: 'one', apiIdentifier: 'one-model', kind: 'openai', reason: 'forbidden_address' },
    ],
  ]);
});
