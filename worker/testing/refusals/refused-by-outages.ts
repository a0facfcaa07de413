import { env } from 'cloudflare:workers';
import { generateKeyPair, SignJWT } from 'jose';
import { memberPaths, paths, servicePaths } from '../../../protocol/paths.ts';
import { parseBindings } from '../../bindings.ts';
import { createTestWorker } from '../create-test-worker.ts';
import { canary } from '../expect-problem.ts';
import { createPkce } from '../hand-off.ts';
import { asking, databaseSays, leaving, requesting, sending, type Refusal } from './refusal.ts';

/*
 * Refused because something of ours, or something that we need, is broken or not there.
 */

const visitorsTurn = 'begin_anonymous_turn';
const withFetch = (fetch: typeof globalThis.fetch) => ({ worker: createTestWorker({ fetch }) });

export const ourMistakes: readonly [Refusal, ...Refusal[]] = [
  {
    cause: 'a table that is missing',
    arrange: () => asking({}, withFetch(databaseSays(visitorsTurn, 404, { code: '42P01' }))),
  },
  {
    cause: 'words of the database that nobody understands',
    arrange: () => asking({}, withFetch(databaseSays(visitorsTurn, 200, { state: canary }))),
  },
  {
    cause: 'a code of the database that is not of the contract',
    arrange: () => asking({}, withFetch(databaseSays(visitorsTurn, 418, { code: 'PT418' }))),
  },
  {
    cause: 'words for a code that nobody understands',
    arrange: async () => {
      const { codeVerifier, codeChallenge: code } = await createPkce();
      const worker = withFetch(databaseSays('take_session_code', 200, { session: canary }));
      return sending('POST', memberPaths.sessionExchange, JSON.stringify({ code, codeVerifier }), worker);
    },
  },
  {
    cause: 'limits that the database does not take',
    arrange: () => asking({}, withFetch(databaseSays('configure_deployment', 400, { code: 'PT400' }))),
  },
];

/** Nobody listens there. */
const nowhere = { SUPABASE_URL: 'http://127.0.0.1:9' };

/** A token that only the project's published keys could prove. */
async function unprovenToken(): Promise<string> {
  const { privateKey } = await generateKeyPair('ES256');
  return new SignJWT().setProtectedHeader({ alg: 'ES256', kid: 'a-key' }).sign(privateKey);
}

export const absences: readonly [Refusal, ...Refusal[]] = [
  {
    cause: 'a database that can not be reached',
    arrange: () => asking({}, { worker: createTestWorker({ env: nowhere }) }),
  },
  {
    cause: 'a database that can not be reached, when asked whether it can',
    arrange: () => requesting('GET', servicePaths.readyz, { worker: createTestWorker({ env: nowhere }) }),
  },
  {
    cause: 'a database that starts again',
    arrange: () => asking({}, withFetch(databaseSays(visitorsTurn, 503, { code: '57P03' }))),
  },
  {
    cause: 'a database that starts again when a session is left there',
    arrange: () => leaving({}, withFetch(databaseSays('store_session_code', 503, { code: '57P03' })).worker),
  },
  {
    cause: 'a database that does not know our key',
    arrange: () => asking({}, { worker: createTestWorker({ env: { SUPABASE_SECRET_KEY: 'another' } }) }),
  },
  {
    cause: 'keys of tokens that can not be had',
    arrange: async () => {
      const worker = createTestWorker({ env: { ...nowhere, SUPABASE_JWT_SECRET: undefined } });
      return asking({}, { worker, headers: { authorization: `Bearer ${await unprovenToken()}` } });
    },
  },
  {
    cause: 'a visitor without an address',
    arrange: () => asking({}, { worker: createTestWorker({ ip: null }) }),
    detail: 'The network address is unknown',
  },
  {
    cause: 'a visitor without an address, who asks what is left',
    arrange: () => requesting('GET', paths.anonymousUsage, { worker: createTestWorker({ ip: null }) }),
    detail: 'The network address is unknown',
  },
  {
    cause: 'a burst limiter that fails',
    arrange: () => {
      const limit = () => Promise.reject(new Error(canary));
      const { bursts } = parseBindings({ ...env, BURST_LIMITER: { limit }, READ_LIMITER: { limit } });
      return asking({}, { worker: createTestWorker({ bursts }) });
    },
  },
];
