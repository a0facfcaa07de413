import type { Readiness } from '../ports/readiness.ts';
import type { SupabaseClients } from './supabase-clients.ts';
import { unwrap } from './unwrap.ts';

/** Whether Supabase answers, and knows our key and our tables. */
export class SupabaseReadiness implements Readiness {
  readonly #clients: SupabaseClients;

  constructor(clients: SupabaseClients) {
    this.#clients = clients;
  }

  async check(signal: AbortSignal): Promise<void> {
    const query = this.#clients.asService.from('deployment_settings').select('id').limit(1);
    await unwrap(query.abortSignal(signal));
  }
}
