import * as v from 'valibot';
import type { Quota } from '../../protocol/quota.ts';
import { AppError } from '../errors.ts';
import type { Visitor } from '../ports/caller.ts';
import type { Usage } from '../ports/usage.ts';
import { QuotaRow } from './rows.ts';
import type { SupabaseClients } from './supabase-clients.ts';
import { unwrap } from './unwrap.ts';

/** Counters in Supabase. */
export class SupabaseUsage implements Usage {
  readonly #clients: SupabaseClients;

  constructor(clients: SupabaseClients) {
    this.#clients = clients;
  }

  async anonymousUsage({ visitorId, ipHash }: Visitor): Promise<Quota> {
    if (ipHash === null)
      throw new AppError('service_unavailable', { detail: 'The network address is unknown' });
    const args = { p_visitor_id: visitorId, p_ip_hash: ipHash };
    return v.parse(QuotaRow, await unwrap(this.#clients.asService.rpc('anonymous_usage', args)));
  }

  async noteLimitMet({ visitorId }: Visitor, messageId: string): Promise<void> {
    const args = { p_visitor_id: visitorId, p_message_id: messageId };
    await unwrap(this.#clients.asService.rpc('note_limit_met', args));
  }
}
