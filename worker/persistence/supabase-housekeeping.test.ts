import { expect, inject, test } from 'vitest';
import '../testing/stack.ts';
import { createSupabaseClients } from './supabase-clients.ts';
import { SupabaseHousekeeping } from './supabase-housekeeping.ts';

test('a batch reports what it has done', async () => {
  const { supabaseUrl: url, publishableKey, secretKey } = inject('stack');
  const clients = createSupabaseClients({ url, publishableKey, secretKey }, (input, init) =>
    fetch(input, init),
  );
  const housekeeping = new SupabaseHousekeeping(clients);
  await clients.asService
    .from('usage_counters')
    .insert({ scope: 'ip', subject: crypto.randomUUID(), used: 1, resets_at: '2020-01-01T00:00:00Z' });
  const report = await housekeeping.runBatch(500);
  expect(Object.keys(report).sort()).toEqual([
    'anonymousChats',
    'counters',
    'limitMeetings',
    'reservations',
    'sessionCodes',
    'staleAnswers',
  ]);
  expect(report.counters).toBeGreaterThanOrEqual(1);
  expect(await housekeeping.runBatch(500)).toMatchObject({ counters: 0 });
});
