import { waitUntil } from 'cloudflare:workers';
import type { Bindings } from './bindings.ts';
import type { Config } from './env.ts';
import { createJoseTokenVerifier } from './identity/jose-token-verifier.ts';
import { createJoseVisitorTokens } from './identity/jose-visitor-tokens.ts';
import { createKeyedHash } from './identity/create-keyed-hash.ts';
import { createLogger } from './logging/create-logger.ts';
import { SupabaseCatalogRepository } from './persistence/supabase-catalog-repository.ts';
import { SupabaseChatRepository } from './persistence/supabase-chat-repository.ts';
import { createSupabaseClients } from './persistence/supabase-clients.ts';
import { SupabaseDeploymentSettings } from './persistence/supabase-deployment-settings.ts';
import { SupabaseHousekeeping } from './persistence/supabase-housekeeping.ts';
import { SupabaseReadiness } from './persistence/supabase-readiness.ts';
import { SupabaseUsage } from './persistence/supabase-usage.ts';
import type { AnswerRunner } from './ports/answer-runner.ts';
import type { BurstLimiters } from './ports/burst-limiter.ts';
import type { ChatRepository } from './ports/chat-repository.ts';
import type { Clock } from './ports/clock.ts';
import type { Housekeeping } from './ports/housekeeping.ts';
import type { KeyedHash } from './ports/keyed-hash.ts';
import type { Logger } from './ports/logger.ts';
import type { TokenVerifier } from './ports/token-verifier.ts';
import type { Usage } from './ports/usage.ts';
import type { VisitorTokens } from './ports/visitor-tokens.ts';
import { createProviderRegistry, type ProviderKind } from './providers/registry.ts';
import { createCatalog, type Catalog } from './services/catalog.ts';
import { checkReadiness } from './services/check-readiness.ts';
import { configureOnce } from './services/configure-once.ts';
import { followAnswer, type FollowAnswer } from './services/follow-answer.ts';
import { pause, type Pause } from './services/pause.ts';
import { createAnswerRunner } from './services/run-answer.ts';

/** Everything the routes and the middleware work with. */
export interface Dependencies {
  readonly config: Config;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly catalog: Catalog;
  readonly chats: ChatRepository;
  readonly usage: Usage;
  readonly tokens: TokenVerifier;
  readonly bursts: BurstLimiters;
  readonly visitors: VisitorTokens;
  readonly hash: KeyedHash;
  readonly runner: AnswerRunner;
  readonly housekeeping: Housekeeping;
  readonly follow: FollowAnswer;
  readonly configure: () => Promise<void>;
  /** @throws AppError `service_unavailable` */
  readonly checkReadiness: () => Promise<void>;
}

/** The edges of the worker; a test may watch what passes through them. */
interface Edges {
  readonly fetch?: typeof fetch;
  readonly logger?: Logger;
  readonly pause?: Pause;
  /** Wire formats by `config.kind`, instead of those the worker knows. */
  readonly kinds?: ReadonlyMap<string, ProviderKind>;
}

/** Puts the worker together: the only place that knows every adapter. */
export function createDependencies(config: Config, { bursts }: Bindings, edges: Edges = {}): Dependencies {
  // Not `fetch` itself, which workerd refuses to call as a method of another object.
  const fetchImplementation: typeof fetch = edges.fetch ?? ((input, init) => fetch(input, init));
  const { logger = createLogger() } = edges;
  const clock = { now: () => Date.now() };
  const waiting = { clock, logger, pause: edges.pause ?? pause };
  const clients = createSupabaseClients(config.supabase, fetchImplementation);
  const chats = new SupabaseChatRepository(clients);
  const { timers } = config;
  const registry = createProviderRegistry(config, fetchImplementation, edges.kinds);
  const configure = configureOnce({
    settings: new SupabaseDeploymentSettings(clients),
    limits: config.limits,
    logger,
    keepAlive: waitUntil,
  });
  const repository = new SupabaseCatalogRepository(clients);
  return {
    config,
    logger,
    clock,
    chats,
    configure,
    catalog: createCatalog({ repository, registry, clock, configure, logger, keepAlive: waitUntil }),
    usage: new SupabaseUsage(clients),
    tokens: createJoseTokenVerifier(config.supabase, {
      fetch: fetchImplementation,
      clock,
      keepAlive: waitUntil,
    }),
    bursts,
    visitors: createJoseVisitorTokens(config.visitorSecret),
    hash: createKeyedHash(config.visitorSecret),
    runner: createAnswerRunner({ ...waiting, chats, registry, timers, modelTitles: config.modelTitles }),
    follow: (following) => followAnswer({ ...waiting, chats, timers }, following),
    checkReadiness: checkReadiness({
      readiness: new SupabaseReadiness(clients),
      clock,
      keepAlive: waitUntil,
    }),
    housekeeping: new SupabaseHousekeeping(clients),
  };
}
