import type { AiProvider } from './ai-provider.ts';
import type { CatalogProvider } from './catalog-repository.ts';

/** Finds the adapter that speaks to a provider of the catalog. */
export interface ProviderRegistry {
  /** The adapter, or undefined when this deployment has no key for the provider or does not know its kind. */
  find(provider: CatalogProvider): AiProvider | undefined;
}
