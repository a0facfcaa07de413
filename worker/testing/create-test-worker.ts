import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test';
import { env as bindings } from 'cloudflare:workers';
import { inject } from 'vitest';
import { createApp } from '../app.ts';
import { parseBindings } from '../bindings.ts';
import { createDependencies } from '../dependencies.ts';
import { parseEnv } from '../env.ts';
import { createLogger } from '../logging/create-logger.ts';
import type { BurstLimiters } from '../ports/burst-limiter.ts';
import type { RunningAnswers } from '../ports/running-answers.ts';
import type { ProviderKind } from '../providers/registry.ts';
import { housekeep } from '../services/housekeep.ts';
import { pause, type Pause } from '../services/pause.ts';
import { addressOf } from './address-of.ts';
import './stack.ts';

export const testVisitorSecret = 'a secret of the tests, thirty-two characters and more';
export const testProviderKey = 'sk-canary-key-of-the-tests';
export const origin = 'https://worker.test';

/** A worker as it runs in production, with an eye on what leaves it. */
export interface TestWorker {
  /** Sends a request to the worker. Its address is that of a visitor whom no other test is. */
  send(path: string, init?: RequestInit): Promise<Response>;
  /** Waits for everything the worker does after its replies. */
  settled(): Promise<void>;
  /** Does what it does when its time comes. */
  housekeep(): Promise<void>;
  /** Addresses the worker has fetched, in order. */
  readonly fetched: string[];
  /** Addresses of the requests it has cancelled. */
  readonly cancelled: string[];
  /** Milliseconds the worker meant to wait, each time; a test waits for a moment at most. */
  readonly paused: number[];
  /** Lines the worker has logged. */
  readonly logged: Record<string, unknown>[];
  /** The answers that it runs or reaches: another worker with the same is another isolate that reaches them. */
  readonly answers: RunningAnswers;
}

interface TestWorkerOptions {
  /** Variables that differ from those of the tests; undefined leaves one out. */
  readonly env?: Record<string, string | undefined>;
  /** Stands between the worker and the network. */
  readonly fetch?: typeof fetch;
  /** The address requests come from; null for none. */
  readonly ip?: string | null;
  /** Wire formats of providers, instead of those the worker knows. */
  readonly kinds?: ReadonlyMap<string, ProviderKind>;
  /** Slows nobody down, where a test does not say otherwise. */
  readonly bursts?: Partial<BurstLimiters>;
  /** Where its answers run, instead of in itself: `answers` of another worker, or its own with something in between. */
  readonly answers?: RunningAnswers;
  /** False lets an answer go on when its last reader leaves, as it does in an object. */
  readonly leaveStops?: boolean;
}

const always = { allows: () => Promise.resolve(true) };

/** Limiters that have room for everybody. */
export const unlimited: BurstLimiters = { writes: always, reads: always };

/** The variables of a test's worker. */
export function testEnv(
  overrides: Record<string, string | undefined> = {},
): Record<string, string | undefined> {
  const stack = inject('stack');
  return {
    SUPABASE_URL: stack.supabaseUrl,
    SUPABASE_PUBLISHABLE_KEY: stack.publishableKey,
    SUPABASE_SECRET_KEY: stack.secretKey,
    SUPABASE_JWT_SECRET: stack.jwtSecret,
    OPENAI_API_KEY: testProviderKey,
    ANTHROPIC_API_KEY: testProviderKey,
    OPENAI_BASE_URL: stack.openaiBaseUrl,
    ANTHROPIC_BASE_URL: stack.anthropicBaseUrl,
    VISITOR_SECRET: testVisitorSecret,
    ALLOWED_ORIGINS: 'https://shop.example, https://blog.example',
    DAILY_BUDGET_USD: '1000',
    // In the request that asks for it, where a test sees all of it; what an object adds is tested in `turns`.
    DURABLE_ANSWERS: 'false',
    // Titles are another request to the model, and another line of the log: tests of titles want them.
    MODEL_TITLES: 'false',
    ...overrides,
  };
}

/** Puts a worker together for one test; each has its own caches, and all share one database. */
export function createTestWorker({
  env,
  fetch: passOn,
  ip = freshAddress(),
  kinds,
  bursts,
  answers,
  leaveStops,
}: TestWorkerOptions = {}): TestWorker {
  const fetched: string[] = [];
  const cancelled: string[] = [];
  const paused: number[] = [];
  const logged: Record<string, unknown>[] = [];
  const context = createExecutionContext();
  const watched: typeof fetch = (input, init) => {
    const url = addressOf(input);
    fetched.push(url);
    init?.signal?.addEventListener('abort', () => {
      cancelled.push(url);
    });
    return (passOn ?? fetch)(input, init);
  };
  const briefly: Pause = (ms, signal) => {
    paused.push(ms);
    return pause(Math.min(ms, 10), signal);
  };
  // The logger writes JSON objects and nothing else.
  const logger = createLogger((line) => logged.push(JSON.parse(line) as Record<string, unknown>));
  const deps = createDependencies(
    { ...parseEnv(testEnv(env)), ...(leaveStops !== undefined && { leaveStops }) },
    { ...parseBindings(bindings), bursts: { ...unlimited, ...bursts } },
    {
      fetch: watched,
      logger,
      pause: briefly,
      keepAlive: (work) => {
        context.waitUntil(work);
      },
      ...(kinds && { kinds }),
      ...(answers && { answers }),
    },
  );
  const app = createApp(deps);
  return {
    fetched,
    cancelled,
    paused,
    logged,
    answers: deps.answers,
    async send(path, init) {
      const request = new Request(new URL(path, origin), init);
      if (ip !== null) request.headers.set('cf-connecting-ip', ip);
      return app.fetch(request, {}, context);
    },
    settled: () => waitOnExecutionContext(context),
    housekeep: () => housekeep(deps),
  };
}

/** An address of the documentation prefix (RFC 3849), in a /64 of its own. */
export function freshAddress(): string {
  const digits = crypto.randomUUID().replaceAll('-', '');
  return `2001:db8:${digits.slice(0, 4)}:${digits.slice(4, 8)}::1`;
}
