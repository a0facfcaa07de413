import type { AiProvider } from '../ports/ai-provider.ts';
import type { ProviderRegistry } from '../ports/provider-registry.ts';
import { createAnthropicProvider } from './anthropic/index.ts';
import { createOpenAiProvider } from './openai/index.ts';
import type { ProviderSettings } from './provider-settings.ts';

/** What this deployment has for the vendors, by the names of its variables. */
export interface VendorAccess {
  readonly apiKeys: ReadonlyMap<string, string>;
  readonly baseUrls: ReadonlyMap<string, string>;
}

/** A wire format, and where its vendor is when neither a row nor a variable says otherwise. */
export interface ProviderKind {
  readonly create: (settings: ProviderSettings) => AiProvider;
  /** Its variables are `<prefix>_API_KEY` and `<prefix>_BASE_URL`. */
  readonly prefix: string;
  readonly baseUrl: string;
}

/** Every wire format we speak, by `config.kind`. A new one is a folder beside this file and a line here. */
export const providerKinds: ReadonlyMap<string, ProviderKind> = new Map([
  ['openai', { create: createOpenAiProvider, prefix: 'OPENAI', baseUrl: 'https://api.openai.com/v1' }],
  [
    'anthropic',
    { create: createAnthropicProvider, prefix: 'ANTHROPIC', baseUrl: 'https://api.anthropic.com' },
  ],
]);

/** Finds adapters by `config.kind`. One is kept for each address and key, since an SDK's client is costly to make. */
export function createProviderRegistry(
  access: VendorAccess,
  fetchImplementation: typeof fetch,
  kinds = providerKinds,
): ProviderRegistry {
  const adapters = new Map<string, AiProvider>();
  return {
    find(provider) {
      const kind = kinds.get(provider.kind);
      if (!kind) return undefined;
      const keyName = provider.apiKeyName ?? `${kind.prefix}_API_KEY`;
      const apiKey = access.apiKeys.get(keyName);
      if (apiKey === undefined) return undefined;
      const baseUrl = provider.baseUrl ?? access.baseUrls.get(`${kind.prefix}_BASE_URL`) ?? kind.baseUrl;
      const id = [provider.kind, keyName, baseUrl].join(' ');
      const known = adapters.get(id);
      if (known) return known;
      const adapter = kind.create({ apiKey, baseUrl, fetch: fetchImplementation });
      adapters.set(id, adapter);
      return adapter;
    },
  };
}
