import type { AiProvider } from '../ports/ai-provider.ts';
import type { CatalogProvider } from '../ports/catalog-repository.ts';
import type { ProviderObstacle, ProviderRegistry } from '../ports/provider-registry.ts';
import { createAnthropicProvider } from './anthropic/index.ts';
import { isAllowedAddress } from './is-allowed-address.ts';
import { createOpenAiProvider } from './openai/index.ts';
import type { ProviderSettings } from './provider-settings.ts';

/** What this deployment has for the vendors. Keys and addresses go by the names of their variables. */
export interface VendorAccess {
  readonly apiKeys: ReadonlyMap<string, string>;
  readonly baseUrls: ReadonlyMap<string, string>;
  /** Hosts a row may name although they are not public, or not https: `host` or `host:port`. */
  readonly allowedProviderHosts: readonly string[];
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

/** How a provider is reached. */
interface Connection {
  readonly create: ProviderKind['create'];
  readonly apiKey: string;
  readonly baseUrl: string;
  /** The same for all models that one adapter serves; the key itself is not in it. */
  readonly id: string;
}

/** Finds adapters by `config.kind`. One is kept for each address and key, since an SDK's client is costly to make. */
export function createProviderRegistry(
  access: VendorAccess,
  fetchImplementation: typeof fetch,
  kinds = providerKinds,
): ProviderRegistry {
  const adapters = new Map<string, AiProvider>();
  // A redirect is handed to the adapter as it is, as a failure: whoever it points to must not be sent the key.
  const fetchOnce: typeof fetch = (input, init) =>
    fetchImplementation(input, { ...init, redirect: 'manual' });
  return {
    find(provider) {
      const connection = connect(provider, access, kinds);
      if (typeof connection === 'string') return undefined;
      const { create, apiKey, baseUrl, id } = connection;
      const known = adapters.get(id);
      if (known) return known;
      const adapter = create({ apiKey, baseUrl, fetch: fetchOnce });
      adapters.set(id, adapter);
      return adapter;
    },
    obstacleTo(provider) {
      const connection = connect(provider, access, kinds);
      return typeof connection === 'string' ? connection : null;
    },
  };
}

/** The owner's variables are the owner's word; a row's address has to be one that a key may be sent to. */
function connect(
  provider: CatalogProvider,
  access: VendorAccess,
  kinds: ReadonlyMap<string, ProviderKind>,
): Connection | ProviderObstacle {
  const kind = kinds.get(provider.kind);
  if (!kind) return 'unknown_kind';
  const keyName = provider.apiKeyName ?? `${kind.prefix}_API_KEY`;
  const apiKey = access.apiKeys.get(keyName);
  if (apiKey === undefined) return 'no_key';
  if (provider.baseUrl !== null && !isAllowedAddress(provider.baseUrl, access.allowedProviderHosts))
    return 'forbidden_address';
  const baseUrl = provider.baseUrl ?? access.baseUrls.get(`${kind.prefix}_BASE_URL`) ?? kind.baseUrl;
  return { create: kind.create, apiKey, baseUrl, id: [provider.kind, keyName, baseUrl].join(' ') };
}
