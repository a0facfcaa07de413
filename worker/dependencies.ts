import { waitUntil } from 'cloudflare:workers';
import type { Config } from './env.ts';
import { createJoseTokenVerifier } from './identity/jose-token-verifier.ts';
import { createJoseVisitorTokens } from './identity/jose-visitor-tokens.ts';
import { createKeyedHash } from './identity/create-keyed-hash.ts';
import { createLogger } from './logging/create-logger.ts';
import { SupabaseCatalogRepository } from './persistence/supabase-catalog-repository.ts';
import { SupabaseChatRepository } from './persistence/supabase-chat-repository.ts';
import { createSupabaseClients } from './persistence/supabase-clients.ts';
import { SupabaseDeploymentSettings } from './persistence/supabase-deployment-settings.ts';
import { SupabaseUsage } from './persistence/supabase-usage.ts';
import type { AnswerRunner } from './ports/answer-runner.ts';
import type { ChatRepository } from './ports/chat-repository.ts';
import type { KeyedHash } from './ports/keyed-hash.ts';
import type { Logger } from './ports/logger.ts';
import type { TokenVerifier } from './ports/token-verifier.ts';
import type { Usage } from './ports/usage.ts';
import type { VisitorTokens } from './ports/visitor-tokens.ts';
import { createProviderRegistry } from './providers/registry.ts';
import { createCatalog, type Catalog } from './services/catalog.ts';
import { configureOnce } from './services/configure-once.ts';
import { createAnswerRunner } from './services/run-answer.ts';

/** Everything the routes and the middleware work with. */
export interface Dependencies {
  readonly config: Config;
  readonly logger: Logger;
  readonly catalog: Catalog;
  readonly chats: ChatRepository;
  readonly usage: Usage;
  readonly tokens: TokenVerifier;
  readonly visitors: VisitorTokens;
  readonly hash: KeyedHash;
  readonly runner: AnswerRunner;
  readonly configure: () => Promise<void>;
}

/** The edges of the worker; a test may watch what passes through them. */
interface Edges {
  readonly fetch?: typeof fetch;
  readonly logger?: Logger;
}

/** Puts the worker together: the only place that knows every adapter. */
export function createDependencies(config: Config, edges: Edges = {}): Dependencies {
  // Not `fetch` itself, which workerd refuses to call as a method of another object.
  const fetchImplementation: typeof fetch = edges.fetch ?? ((input, init) => fetch(input, init));
  const { logger = createLogger() } = edges;
  const clock = { now: () => Date.now() };
  const clients = createSupabaseClients(config.supabase, fetchImplementation);
  const chats = new SupabaseChatRepository(clients);
  const registry = createProviderRegistry(config, fetchImplementation);
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
    chats,
    configure,
    catalog: createCatalog({ repository, registry, clock, configure, keepAlive: waitUntil }),
    usage: new SupabaseUsage(clients),
    tokens: createJoseTokenVerifier(config.supabase, fetchImplementation),
    visitors: createJoseVisitorTokens(config.visitorSecret),
    hash: createKeyedHash(config.visitorSecret),
    runner: createAnswerRunner({ chats, registry, timers: config.timers, clock, logger }),
  };
}
