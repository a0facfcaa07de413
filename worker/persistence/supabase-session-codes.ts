import * as v from 'valibot';
import type { SealedSession, SessionCodes } from '../ports/session-codes.ts';
import type { CodeBinding } from '../ports/session-seal.ts';
import { TakenSessionRow } from './rows.ts';
import type { SupabaseClients } from './supabase-clients.ts';
import { unwrap } from './unwrap.ts';

/** Sealed sessions in Supabase. */
export class SupabaseSessionCodes implements SessionCodes {
  readonly #clients: SupabaseClients;

  constructor(clients: SupabaseClients) {
    this.#clients = clients;
  }

  async store({ codeHash, codeChallenge, ciphertext, origin }: SealedSession): Promise<void> {
    const request = this.#clients.asService.rpc('store_session_code', {
      p_code_hash: codeHash,
      p_code_challenge: codeChallenge,
      p_session_ciphertext: ciphertext,
      p_origin: origin,
    });
    await unwrap(request);
  }

  async take(codeHash: string, { codeChallenge, origin }: CodeBinding): Promise<string | null> {
    const args = { p_code_hash: codeHash, p_code_challenge: codeChallenge, p_origin: origin };
    const request = this.#clients.asService.rpc('take_session_code', args);
    return v.parse(TakenSessionRow, await unwrap(request))?.sessionCiphertext ?? null;
  }
}
