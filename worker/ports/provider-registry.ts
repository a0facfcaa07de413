import type { AiProvider } from './ai-provider.ts';
import type { CatalogProvider } from './catalog-repository.ts';

/**
 * Why a provider of the catalog can't be asked: this deployment has no key for it, does not know its kind, or must not
 * send a key to the address in its row.
 */
export type ProviderObstacle = 'no_key' | 'unknown_kind' | 'forbidden_address';

/** Finds the adapter that speaks to a provider of the catalog. */
export interface ProviderRegistry {
  /** The adapter, or undefined when there is an obstacle. */
  find(provider: CatalogProvider): AiProvider | undefined;

  /** What keeps `find` from finding one; null when nothing does. */
  obstacleTo(provider: CatalogProvider): ProviderObstacle | null;
}
