import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseEnv } from 'node:util';
import { createSupabaseKeys, type SupabaseKeys } from './supabase/supabase-keys.ts';

/** `DEV_VARS_FILE` names another file, so that a test never meets the owner's own keys. */
const devVarsFile = process.env['DEV_VARS_FILE'] ?? fileURLToPath(new URL('../.dev.vars', import.meta.url));

/** What is taken from the process environment; `.dev.vars` may also hold any other `<NAME>_API_KEY`. */
const names = [
  'SUPABASE_URL',
  'SUPABASE_PUBLISHABLE_KEY',
  'SUPABASE_SECRET_KEY',
  'SUPABASE_JWT_SECRET',
  'OPENAI_API_KEY',
  'ANTHROPIC_API_KEY',
  'OPENAI_BASE_URL',
  'ANTHROPIC_BASE_URL',
  'VISITOR_SECRET',
  'ALLOWED_ORIGINS',
  'ALLOWED_PROVIDER_HOSTS',
  'REGISTER_URL',
  'SIGN_IN_URL',
  'ANONYMOUS_MESSAGE_LIMIT',
  'ANONYMOUS_WINDOW_HOURS',
  'ANONYMOUS_IP_MESSAGE_LIMIT',
  'USER_DAILY_MESSAGE_LIMIT',
  'DAILY_BUDGET_USD',
  'ANONYMOUS_RETENTION_DAYS',
  'FIRST_TOKEN_TIMEOUT_MS',
  'IDLE_TIMEOUT_MS',
  'TURN_TIMEOUT_MS',
  'MODEL_TITLES',
];

/** Variables and secrets of the Worker, by name. */
export type Environment = Record<string, string>;

interface LocalSecrets extends SupabaseKeys {
  visitorSecret: string;
}

/** What the owner has set: `.dev.vars`, and above it the process environment. Empty values count as not set. */
export function ownersEnvironment(): Environment {
  const file = existsSync(devVarsFile) ? parseEnv(readFileSync(devVarsFile, 'utf8')) : {};
  const fromProcess = names.map((name): [string, string | undefined] => [name, process.env[name]]);
  const set = [...Object.entries(file), ...fromProcess];
  return Object.fromEntries(set.filter((entry): entry is [string, string] => Boolean(entry[1])));
}

/** True when the owner brought a key of a provider, so that real models answer. */
export function hasProviderKey(environment: Environment): boolean {
  return Object.keys(environment).some((name) => name.endsWith('_API_KEY'));
}

/** The secrets of this checkout's embedded stack: made once, kept beside its data, so that sessions survive a restart. */
export function localSecrets(dataDir: string): LocalSecrets {
  const file = join(dataDir, 'secrets.json');
  if (!existsSync(file)) {
    mkdirSync(dataDir, { recursive: true });
    const made: LocalSecrets = { ...createSupabaseKeys(), visitorSecret: randomBytes(32).toString('hex') };
    writeFileSync(file, JSON.stringify(made, null, 2), { mode: 0o600 });
  }
  // Only the line above writes this file.
  return JSON.parse(readFileSync(file, 'utf8')) as LocalSecrets;
}
