import type { AiProvider } from '../ports/ai-provider.ts';
import type { ProviderKind } from '../ports/catalog-repository.ts';
import type { ProviderRegistry } from '../ports/provider-registry.ts';
import { createAnthropicProvider } from './anthropic/index.ts';
import { createOpenAiProvider } from './openai/index.ts';
import type { ProviderSettings } from './provider-settings.ts';

/** What this deployment has for the vendors. */
export interface VendorAccess {
  /** Keys by the name of their variable. */
  readonly apiKeys: ReadonlyMap<string, string>;
  readonly baseUrls: Readonly<Record<ProviderKind, string>>;
}

interface Kind {
  create(settings: ProviderSettings): AiProvider;
  /** The variable that holds the key when the row does not name one. */
  keyName: string;
}

/** Every wire format we speak. A new one is a folder beside this file and a line here. */
const kinds: Record<ProviderKind, Kind> = {
  openai: { create: createOpenAiProvider, keyName: 'OPENAI_API_KEY' },
  anthropic: { create: createAnthropicProvider, keyName: 'ANTHROPIC_API_KEY' },
};

/** Finds adapters by `config.kind`. One is kept for each address and key, since an SDK's client is costly to make. */
export function createProviderRegistry(
  access: VendorAccess,
  fetchImplementation: typeof fetch,
): ProviderRegistry {
  const adapters = new Map<string, AiProvider>();
  return {
    find({ kind, apiKeyName, baseUrl: ownBaseUrl }) {
      const keyName = apiKeyName ?? kinds[kind].keyName;
      const apiKey = access.apiKeys.get(keyName);
      if (apiKey === undefined) return undefined;
      const baseUrl = ownBaseUrl ?? access.baseUrls[kind];
      const id = [kind, keyName, baseUrl].join(' ');
      const known = adapters.get(id);
      if (known) return known;
      const adapter = kinds[kind].create({ apiKey, baseUrl, fetch: fetchImplementation });
      adapters.set(id, adapter);
      return adapter;
    },
  };
}
