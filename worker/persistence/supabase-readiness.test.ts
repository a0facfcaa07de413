import { expect, inject, test } from 'vitest';
import '../testing/stack.ts';
import { createSupabaseClients } from './supabase-clients.ts';
import { SupabaseReadiness } from './supabase-readiness.ts';

const unavailable: unknown = expect.objectContaining({ code: 'service_unavailable' });

function readiness(changes: { secretKey?: string; fetch?: typeof fetch }): SupabaseReadiness {
  const { supabaseUrl: url, publishableKey, secretKey } = inject('stack');
  const settings = { url, publishableKey, secretKey: changes.secretKey ?? secretKey };
  return new SupabaseReadiness(
    createSupabaseClients(settings, changes.fetch ?? ((input, init) => fetch(input, init))),
  );
}

test('a database that answers is ready', async () => {
  await expect(readiness({}).check(new AbortController().signal)).resolves.toBeUndefined();
});

test('one that does not know our key is not', async () => {
  const { signal } = new AbortController();
  await expect(readiness({ secretKey: 'sb_secret_wrong' }).check(signal)).rejects.toEqual(unavailable);
});

test('nor is one that has not answered when we stop waiting', async () => {
  const stop = new AbortController();
  let isCancelled: boolean | undefined;
  const silent: typeof fetch = (_input, init) => {
    stop.abort();
    // At once: the client has a time limit of its own, which is longer.
    isCancelled = init?.signal?.aborted;
    return Promise.reject(new DOMException('The request was cancelled', 'AbortError'));
  };
  await expect(readiness({ fetch: silent }).check(stop.signal)).rejects.toEqual(unavailable);
  expect(isCancelled).toBe(true);
});
