import type { TurnToRun } from '../ports/turn-to-run.ts';
import type { CatalogProvider } from '../ports/catalog-repository.ts';

/** A provider as the catalog has it. */
export function catalogProvider(changes: Partial<CatalogProvider> = {}): CatalogProvider {
  return {
    id: '0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a01',
    name: 'A model',
    description: null,
    apiIdentifier: 'a-model-of-the-tests',
    kind: 'openai',
    model: 'a-model',
    baseUrl: null,
    apiKeyName: null,
    contextWindow: 10_000,
    maxOutputTokens: 100,
    parameters: {},
    fallbackId: null,
    ...changes,
  };
}

/** A turn that was begun: the first of its chat. */
export function turnToRun(changes: Partial<TurnToRun> = {}): TurnToRun {
  return {
    turn: {
      state: 'started',
      chatId: '0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a02',
      title: 'Hello',
      userMessage: {
        id: '0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a03',
        parentId: null,
        role: 'user',
        content: 'Hello',
        status: 'complete',
        finishReason: null,
        providerId: null,
        promptId: null,
        usage: null,
        createdAt: '2026-11-01T12:00:00.000Z',
      },
      quota: { limit: 3, used: 1, remaining: 2, resetsAt: null },
      answerId: '0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a04',
      history: [{ role: 'user', content: 'Hello' }],
    },
    provider: catalogProvider(),
    fallback: null,
    prompt: null,
    requestId: 'request-1',
    traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    callerHash: 'caller',
    ...changes,
  };
}
