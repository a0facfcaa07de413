import { describe, expect, test } from 'vitest';
import { ConfigError, parseEnv } from './env.ts';

const env = {
  SUPABASE_URL: 'https://project.supabase.co/',
  SUPABASE_PUBLISHABLE_KEY: 'sb_publishable_x',
  SUPABASE_SECRET_KEY: 'sb_secret_x',
  VISITOR_SECRET: 'v'.repeat(32),
  DAILY_BUDGET_USD: '2.50',
};

test('what is not set has its documented default', () => {
  expect(parseEnv(env)).toEqual({
    supabase: {
      url: 'https://project.supabase.co',
      publishableKey: 'sb_publishable_x',
      secretKey: 'sb_secret_x',
      jwtSecret: null,
    },
    apiKeys: new Map(),
    baseUrls: new Map(),
    allowedProviderHosts: [],
    visitorSecret: 'v'.repeat(32),
    allowedOrigins: [],
    registerUrl: null,
    signInUrl: null,
    limits: {
      anonymousMessageLimit: 3,
      anonymousWindowHours: 24,
      anonymousIpMessageLimit: 15,
      userDailyMessageLimit: 200,
      dailyBudgetMicroUsd: 2_500_000,
      anonymousRetentionDays: 30,
    },
    timers: { firstTokenMs: 30_000, idleMs: 20_000, totalMs: 300_000 },
    leaveStops: false,
    durableAnswers: true,
    modelTitles: true,
  });
});

test('origins are split, keys of any vendor are kept, and other bindings are not looked at', () => {
  const config = parseEnv({
    ...env,
    ALLOWED_ORIGINS: 'https://a.example, https://b.example/ ,',
    OPENAI_API_KEY: 'sk-1',
    GROQ_API_KEY: ' sk-2 ',
    EMPTY_API_KEY: '',
    ASSETS: { fetch },
  });
  expect(config.allowedOrigins).toEqual(['https://a.example', 'https://b.example']);
  expect([...config.apiKeys]).toEqual([
    ['OPENAI_API_KEY', 'sk-1'],
    ['GROQ_API_KEY', 'sk-2'],
  ]);
});

test('hosts of providers are split, and are in lower case as a URL shows them', () => {
  const list = 'Models.internal, localhost:11434 ,[fd00::1]:8080, 10.0.0.7:443,10.0.0.7:80,';
  expect(parseEnv({ ...env, ALLOWED_PROVIDER_HOSTS: list }).allowedProviderHosts).toEqual([
    'models.internal',
    'localhost:11434',
    '[fd00::1]:8080',
    '10.0.0.7:443',
    '10.0.0.7:80',
  ]);
});

test('model titles can be switched off', () => {
  expect(parseEnv({ ...env, MODEL_TITLES: 'false' }).modelTitles).toBe(false);
});

test.each([
  ['in an object goes on when its reader leaves', {}, false],
  ['in an object is stopped then if the owner wants it', { LEAVE_STOPS: 'true' }, true],
  ['in a request is stopped then, whatever the owner wants', { DURABLE_ANSWERS: 'false' }, true],
])('an answer that runs %s', (_where, variables, leaveStops) => {
  const config = parseEnv({ ...env, ...variables });
  expect(config).toMatchObject({ leaveStops, durableAnswers: !('DURABLE_ANSWERS' in variables) });
});

describe('a variable that is wrong is named', () => {
  test.each(Object.keys(env))('%s is missing', (name) => {
    const without = { ...env, [name]: undefined };
    expect(() => parseEnv(without)).toThrow(new ConfigError(`${name} is missing`));
    expect(() => parseEnv({ ...env, [name]: '' })).toThrow(new ConfigError(`${name} is missing`));
  });

  test.each([
    ['SUPABASE_URL', 'project', 'is not a URL'],
    ['OPENAI_BASE_URL', 'models', 'is not a URL'],
    ['VISITOR_SECRET', 'secret', 'must have at least 32 characters'],
    ['DAILY_BUDGET_USD', 'ten', 'is not an amount of dollars'],
    ['DAILY_BUDGET_USD', '-1', 'is not an amount of dollars'],
    ['ANONYMOUS_MESSAGE_LIMIT', '3.5', 'is not a whole number'],
    ['IDLE_TIMEOUT_MS', '0', 'must be at least 1'],
    ['ANONYMOUS_WINDOW_HOURS', '8761', 'must be at most 8760'],
    ['ANONYMOUS_WINDOW_HOURS', '0', 'must be at least 1'],
    ['ANONYMOUS_RETENTION_DAYS', '0', 'must be at least 1'],
    ['TURN_TIMEOUT_MS', '570001', 'must be at most 570000'],
    ['MODEL_TITLES', 'no', 'is neither true nor false'],
    ['LEAVE_STOPS', '1', 'is neither true nor false'],
    ['DURABLE_ANSWERS', 'maybe', 'is neither true nor false'],
    ['ALLOWED_ORIGINS', '*', 'is not a list of origins'],
    ['ALLOWED_ORIGINS', 'https://a.example/path', 'is not a list of origins'],
    ['ALLOWED_PROVIDER_HOSTS', 'http://localhost', 'is not a list of hosts'],
    ['ALLOWED_PROVIDER_HOSTS', 'localhost/v1', 'is not a list of hosts'],
    ['ALLOWED_PROVIDER_HOSTS', 'me@localhost', 'is not a list of hosts'],
    ['ALLOWED_PROVIDER_HOSTS', 'localhost, *.internal', 'is not a list of hosts'],
    ['ALLOWED_PROVIDER_HOSTS', '127.1', 'is not a list of hosts'],
  ])('%s = %s', (name, value, problem) => {
    expect(() => parseEnv({ ...env, [name]: value })).toThrow(new ConfigError(`${name} ${problem}`));
  });
});
