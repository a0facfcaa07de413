import { waitUntil } from 'cloudflare:workers';
import type { Bindings } from './bindings.ts';
import type { Config } from './env.ts';
import { createJoseTokenVerifier } from './identity/jose-token-verifier.ts';
import { createJoseVisitorTokens } from './identity/jose-visitor-tokens.ts';
import { createKeyedHash } from './identity/create-keyed-hash.ts';
import { createSessionSeal } from './identity/create-session-seal.ts';
import { createLogger } from './logging/create-logger.ts';
import { SupabaseCatalogRepository } from './persistence/supabase-catalog-repository.ts';
import { SupabaseChatRepository } from './persistence/supabase-chat-repository.ts';
import { createSupabaseClients } from './persistence/supabase-clients.ts';
import { SupabaseDeploymentSettings } from './persistence/supabase-deployment-settings.ts';
import { SupabaseFeedbackRepository } from './persistence/supabase-feedback-repository.ts';
import { SupabaseHousekeeping } from './persistence/supabase-housekeeping.ts';
import { SupabaseReadiness } from './persistence/supabase-readiness.ts';
import { SupabaseSessionCodes } from './persistence/supabase-session-codes.ts';
import { SupabaseUsage } from './persistence/supabase-usage.ts';
import type { AnswerHost } from './ports/answer-host.ts';
import type { BurstLimiters } from './ports/burst-limiter.ts';
import type { ChatRepository } from './ports/chat-repository.ts';
import type { Clock } from './ports/clock.ts';
import type { FeedbackRepository } from './ports/feedback-repository.ts';
import type { Housekeeping } from './ports/housekeeping.ts';
import type { KeyedHash } from './ports/keyed-hash.ts';
import type { Logger } from './ports/logger.ts';
import type { RunningAnswers } from './ports/running-answers.ts';
import type { SessionCodes } from './ports/session-codes.ts';
import type { SessionSeal } from './ports/session-seal.ts';
import type { TokenVerifier } from './ports/token-verifier.ts';
import type { Usage } from './ports/usage.ts';
import type { VisitorTokens } from './ports/visitor-tokens.ts';
import { createProviderRegistry, type ProviderKind } from './providers/registry.ts';
import { createAnswerHost } from './services/answer-host.ts';
import { createCatalog, type Catalog } from './services/catalog.ts';
import { checkReadiness } from './services/check-readiness.ts';
import { configureOnce } from './services/configure-once.ts';
import { createLocalAnswers } from './services/local-answers.ts';
import { pause, type Pause } from './services/pause.ts';

/** Everything the routes and the middleware work with. */
export interface Dependencies {
  readonly config: Config;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly catalog: Catalog;
  readonly chats: ChatRepository;
  readonly feedback: FeedbackRepository;
  readonly usage: Usage;
  readonly tokens: TokenVerifier;
  readonly bursts: BurstLimiters;
  readonly visitors: VisitorTokens;
  readonly hash: KeyedHash;
  readonly seal: SessionSeal;
  readonly sessionCodes: SessionCodes;
  readonly answers: RunningAnswers;
  readonly housekeeping: Housekeeping;
  readonly configure: () => Promise<void>;
  /** @throws AppError `service_unavailable` */
  readonly checkReadiness: () => Promise<void>;
}

/** The edges of the worker; a test may watch what passes through them. */
interface Edges {
  readonly fetch?: typeof fetch;
  readonly logger?: Logger;
  readonly pause?: Pause;
  /** Instead of those that run where the configuration says. */
  readonly answers?: RunningAnswers;
  /** Lets a request live on after its reply. */
  readonly keepAlive?: (work: Promise<unknown>) => void;
  /** Wire formats by `config.kind`, instead of those the worker knows. */
  readonly kinds?: ReadonlyMap<string, ProviderKind>;
}

/** For how long an answer is tried to be stored: well below the 30 s that a request lives on after its reader has left. */
const storeWithinMs = 20_000;

/** An object lives on for as long as it has something to do, and what it holds has been paid for. */
const objectStoresWithinMs = 600_000;

/** Puts the worker together: the only place, with {@link createObjectHost}, that knows every adapter. */
export function createDependencies(config: Config, bindings: Bindings, edges: Edges = {}): Dependencies {
  const { logger = createLogger(), keepAlive = waitUntil } = edges;
  const clock = createClock();
  const adapters = createAdapters(config, edges);
  const { clients, fetch, registry } = adapters;
  const local = createLocalAnswers(
    createHost(config, adapters, storeWithinMs, { ...edges, logger }),
    keepAlive,
  );
  const configure = configureOnce({
    settings: new SupabaseDeploymentSettings(clients),
    limits: config.limits,
    logger,
    keepAlive,
  });
  const repository = new SupabaseCatalogRepository(clients);
  return {
    config,
    logger,
    clock,
    chats: adapters.chats,
    configure,
    catalog: createCatalog({ repository, registry, clock, configure, logger, keepAlive }),
    feedback: new SupabaseFeedbackRepository(clients),
    usage: new SupabaseUsage(clients),
    tokens: createJoseTokenVerifier(config.supabase, { fetch, clock, keepAlive }),
    bursts: bindings.bursts,
    visitors: createJoseVisitorTokens(config.visitorSecret),
    hash: createKeyedHash(config.visitorSecret),
    seal: createSessionSeal(config.visitorSecret),
    sessionCodes: new SupabaseSessionCodes(clients),
    answers: edges.answers ?? (config.durableAnswers ? bindings.answers : local),
    checkReadiness: checkReadiness({ readiness: new SupabaseReadiness(clients), clock, keepAlive }),
    housekeeping: new SupabaseHousekeeping(clients),
  };
}

/**
 * A host for answers that run in objects. It shares nothing with the worker of the same isolate: workerd lets no promise of a
 * request that is under way be waited for by an object, or the other way round.
 */
export function createObjectHost(config: Config, edges: Edges = {}): AnswerHost {
  return createHost(config, createAdapters(config, edges), objectStoresWithinMs, edges);
}

type Adapters = ReturnType<typeof createAdapters>;

function createAdapters(config: Config, edges: Edges) {
  // Not `fetch` itself, which workerd refuses to call as a method of another object.
  const passOn: typeof fetch = edges.fetch ?? ((input, init) => fetch(input, init));
  const clients = createSupabaseClients(config.supabase, passOn);
  const registry = createProviderRegistry(config, passOn, edges.kinds);
  return { fetch: passOn, clients, registry, chats: new SupabaseChatRepository(clients) };
}

function createClock(): Clock {
  return { now: () => Date.now() };
}

function createHost(
  { timers, modelTitles, leaveStops }: Config,
  { chats, registry }: Adapters,
  withinMs: number,
  { logger = createLogger(), pause: wait = pause }: Edges,
): AnswerHost {
  const clock = createClock();
  const running = { chats, registry, timers, clock, logger, pause: wait };
  return createAnswerHost({ ...running, modelTitles, leaveStops, storeWithinMs: withinMs });
}
