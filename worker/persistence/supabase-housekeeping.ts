import * as v from 'valibot';
import type { Housekeeping, HousekeepingReport } from '../ports/housekeeping.ts';
import { HousekeepingRow } from './rows.ts';
import type { SupabaseClients } from './supabase-clients.ts';
import { unwrap } from './unwrap.ts';

/** Housekeeping in Supabase. */
export class SupabaseHousekeeping implements Housekeeping {
  readonly #clients: SupabaseClients;

  constructor(clients: SupabaseClients) {
    this.#clients = clients;
  }

  async runBatch(batchMax: number): Promise<HousekeepingReport> {
    const request = this.#clients.asService.rpc('housekeep', { p_batch_max: batchMax });
    return v.parse(HousekeepingRow, await unwrap(request));
  }
}
