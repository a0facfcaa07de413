import * as v from 'valibot';
import type { DeploymentLimits } from './ports/deployment-settings.ts';
import type { TurnTimers } from './ports/turn-timers.ts';

/** The worker's variables and secrets, parsed. */
export interface Config {
  readonly supabase: {
    /** Without a slash at the end. */
    readonly url: string;
    readonly publishableKey: string;
    readonly secretKey: string;
    /** Null when the project signs with asymmetric keys. */
    readonly jwtSecret: string | null;
  };
  /** Keys of providers by the name of their variable, `OPENAI_API_KEY` and the like. */
  readonly apiKeys: ReadonlyMap<string, string>;
  /** Addresses of providers by the name of their variable, `OPENAI_BASE_URL` and the like, without a slash at the end. */
  readonly baseUrls: ReadonlyMap<string, string>;
  /** Hosts, with or without a port, that rows of providers may name although they are not public or not https. */
  readonly allowedProviderHosts: readonly string[];
  readonly visitorSecret: string;
  /** Exact origins besides our own. */
  readonly allowedOrigins: readonly string[];
  readonly registerUrl: string | null;
  readonly signInUrl: string | null;
  readonly limits: DeploymentLimits;
  readonly timers: TurnTimers;
  /** Whether an answer is stopped when its last reader leaves. */
  readonly leaveStops: boolean;
  /** Whether each answer runs in an object of its own, which outlives the request that asked for it. */
  readonly durableAnswers: boolean;
  /** Whether a model names a chat after its first answer. */
  readonly modelTitles: boolean;
}

/** A variable that is missing or can't be read. The message names it and never shows its value. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

const text = v.pipe(v.string('is missing'), v.trim(), v.nonEmpty('is missing'));
const url = v.pipe(text, v.url('is not a URL'), v.transform(withoutSlash));
const count = v.pipe(text, v.regex(/^\d{1,9}$/, 'is not a whole number'), v.transform(Number));
const positive = v.pipe(count, v.minValue(1, 'must be at least 1'));
/** A year: the database takes no longer window. */
const windowHours = v.pipe(positive, v.maxValue(8_760, 'must be at most 8760'));
/** A turn can keep its reservation alive for ten minutes; its answer has to end, and be stored, while it has one. */
const turnMs = v.pipe(positive, v.maxValue(570_000, 'must be at most 570000'));
const flag = v.pipe(
  text,
  v.picklist(['true', 'false'], 'is neither true nor false'),
  v.transform((value) => value === 'true'),
);
const dollars = v.pipe(
  text,
  v.regex(/^\d{1,7}(\.\d{1,6})?$/, 'is not an amount of dollars'),
  v.transform(Number),
);

const Variables = v.object({
  SUPABASE_URL: url,
  SUPABASE_PUBLISHABLE_KEY: text,
  SUPABASE_SECRET_KEY: text,
  SUPABASE_JWT_SECRET: v.optional(text),
  VISITOR_SECRET: v.pipe(text, v.minLength(32, 'must have at least 32 characters')),
  ALLOWED_ORIGINS: v.optional(
    v.pipe(v.string(), v.transform(splitOrigins), v.check(areOrigins, 'is not a list of origins')),
    '',
  ),
  ALLOWED_PROVIDER_HOSTS: v.optional(
    v.pipe(v.string(), v.transform(splitHosts), v.check(areHosts, 'is not a list of hosts')),
    '',
  ),
  REGISTER_URL: v.optional(text),
  SIGN_IN_URL: v.optional(text),
  ANONYMOUS_MESSAGE_LIMIT: v.optional(count, '3'),
  ANONYMOUS_WINDOW_HOURS: v.optional(windowHours, '24'),
  ANONYMOUS_IP_MESSAGE_LIMIT: v.optional(count, '15'),
  USER_DAILY_MESSAGE_LIMIT: v.optional(count, '200'),
  DAILY_BUDGET_USD: dollars,
  ANONYMOUS_RETENTION_DAYS: v.optional(positive, '30'),
  FIRST_TOKEN_TIMEOUT_MS: v.optional(positive, '30000'),
  IDLE_TIMEOUT_MS: v.optional(positive, '20000'),
  TURN_TIMEOUT_MS: v.optional(turnMs, '300000'),
  LEAVE_STOPS: v.optional(flag, 'false'),
  DURABLE_ANSWERS: v.optional(flag, 'true'),
  MODEL_TITLES: v.optional(flag, 'true'),
});

/**
 * Reads the bindings of the worker.
 * @throws ConfigError that names the first variable that is missing or can't be read
 */
export function parseEnv(env: object): Config {
  const present = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const result = v.safeParse(Variables, present, { abortEarly: true });
  if (!result.success) {
    const [issue] = result.issues;
    // valibot words a missing key in its own way; ours names the variable alone.
    const problem = issue.input === undefined ? 'is missing' : issue.message;
    throw new ConfigError(`${v.getDotPath(issue) ?? 'env'} ${problem}`);
  }
  return toConfig(result.output, readNamed(present, '_API_KEY'), readBaseUrls(present));
}

function toConfig(
  env: v.InferOutput<typeof Variables>,
  apiKeys: ReadonlyMap<string, string>,
  baseUrls: ReadonlyMap<string, string>,
): Config {
  return {
    supabase: {
      url: env.SUPABASE_URL,
      publishableKey: env.SUPABASE_PUBLISHABLE_KEY,
      secretKey: env.SUPABASE_SECRET_KEY,
      jwtSecret: env.SUPABASE_JWT_SECRET ?? null,
    },
    apiKeys,
    baseUrls,
    allowedProviderHosts: env.ALLOWED_PROVIDER_HOSTS,
    visitorSecret: env.VISITOR_SECRET,
    allowedOrigins: env.ALLOWED_ORIGINS,
    registerUrl: env.REGISTER_URL ?? null,
    signInUrl: env.SIGN_IN_URL ?? null,
    limits: {
      anonymousMessageLimit: env.ANONYMOUS_MESSAGE_LIMIT,
      anonymousWindowHours: env.ANONYMOUS_WINDOW_HOURS,
      anonymousIpMessageLimit: env.ANONYMOUS_IP_MESSAGE_LIMIT,
      userDailyMessageLimit: env.USER_DAILY_MESSAGE_LIMIT,
      dailyBudgetMicroUsd: Math.round(env.DAILY_BUDGET_USD * 1_000_000),
      anonymousRetentionDays: env.ANONYMOUS_RETENTION_DAYS,
    },
    timers: {
      firstTokenMs: env.FIRST_TOKEN_TIMEOUT_MS,
      idleMs: env.IDLE_TIMEOUT_MS,
      totalMs: env.TURN_TIMEOUT_MS,
    },
    // The platform ends a request soon after its reader has left: an answer in one could only be cut.
    leaveStops: env.LEAVE_STOPS || !env.DURABLE_ANSWERS,
    durableAnswers: env.DURABLE_ANSWERS,
    modelTitles: env.MODEL_TITLES,
  };
}

/** A provider may be of a kind, and its row name a key, that we have never heard of: every such variable is kept. */
function readNamed(env: Record<string, unknown>, suffix: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const [name, value] of Object.entries(env)) {
    if (name.endsWith(suffix) && typeof value === 'string' && value.trim()) values.set(name, value.trim());
  }
  return values;
}

function readBaseUrls(env: Record<string, unknown>): ReadonlyMap<string, string> {
  const addresses = new Map<string, string>();
  for (const [name, value] of readNamed(env, '_BASE_URL')) {
    const address = v.safeParse(url, value);
    if (!address.success) throw new ConfigError(`${name} is not a URL`);
    addresses.set(name, address.output);
  }
  return addresses;
}

function withoutSlash(address: string): string {
  return address.replace(/\/+$/, '');
}

function splitList(list: string): string[] {
  return list
    .split(',')
    .map((entry) => entry.trim())
    .filter(Boolean);
}

function splitOrigins(list: string): string[] {
  return splitList(list).map(withoutSlash);
}

function areOrigins(origins: string[]): boolean {
  return origins.every((origin) => URL.canParse(origin) && new URL(origin).origin === origin);
}

function splitHosts(list: string): string[] {
  return splitList(list).map((host) => host.toLowerCase());
}

/** Each as a URL shows it; it leaves out the port that goes without saying. A wildcard would be a host of that name. */
function areHosts(hosts: string[]): boolean {
  return hosts.every(
    (host) =>
      !host.includes('*') && ['http', 'https'].some((scheme) => hostOf(`${scheme}://${host}`) === host),
  );
}

function hostOf(address: string): string | null {
  return URL.canParse(address) ? new URL(address).host : null;
}
