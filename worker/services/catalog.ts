import type { CatalogPrompt, CatalogProvider, CatalogRepository } from '../ports/catalog-repository.ts';
import type { Clock } from '../ports/clock.ts';
import type { Logger } from '../ports/logger.ts';
import type { ProviderRegistry } from '../ports/provider-registry.ts';

/** How long a change of the owner may take to show, in milliseconds. */
const freshForMs = 30_000;

/** What callers may choose from. */
export interface CatalogSnapshot {
  /** Only those that this deployment can ask. */
  readonly providers: readonly CatalogProvider[];
  readonly prompts: readonly CatalogPrompt[];
}

/** Models and prompts, kept in the isolate. */
export interface Catalog {
  /** @throws AppError `service_unavailable` */
  load(): Promise<CatalogSnapshot>;
}

interface CatalogDeps {
  readonly repository: CatalogRepository;
  readonly registry: ProviderRegistry;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Runs before the first load: nothing is offered before its limits are known to the database. */
  readonly configure: () => Promise<void>;
  /** Keeps a load going when the request that began it is abandoned, since others wait for it too. */
  readonly keepAlive: (work: Promise<unknown>) => void;
}

/** Reads the catalog at most every 30 s; requests that come meanwhile share one load. */
export function createCatalog(deps: CatalogDeps): Catalog {
  const isOffered = createOffer(deps);
  let snapshot: CatalogSnapshot | undefined;
  let loadedAt = 0;
  let loading: Promise<CatalogSnapshot> | undefined;

  const refresh = async () => {
    try {
      snapshot = await read(deps, isOffered);
      loadedAt = deps.clock.now();
      return snapshot;
    } finally {
      loading = undefined;
    }
  };

  return {
    async load() {
      if (snapshot && deps.clock.now() - loadedAt < freshForMs) return snapshot;
      if (!loading) {
        loading = refresh();
        deps.keepAlive(loading.catch(() => undefined));
      }
      return loading;
    },
  };
}

async function read(
  { repository, configure }: CatalogDeps,
  isOffered: (provider: CatalogProvider) => boolean,
): Promise<CatalogSnapshot> {
  const [providers, prompts] = await Promise.all([
    repository.listProviders(),
    repository.listPrompts(),
    configure(),
  ]);
  return { providers: providers.filter(isOffered), prompts };
}

/** Tells the owner in the log, once for each row and reason, why a model they have switched on is not offered. */
function createOffer({ registry, logger }: CatalogDeps): (provider: CatalogProvider) => boolean {
  const told = new Set<string>();
  return (provider) => {
    const reason = registry.obstacleTo(provider);
    if (reason === null) return true;
    const { id, apiIdentifier, kind } = provider;
    if (!told.has(`${id} ${reason}`))
      logger.info('provider_not_offered', { id, apiIdentifier, kind, reason });
    told.add(`${id} ${reason}`);
    return false;
  };
}
