import * as v from 'valibot';
import type { CatalogPrompt, CatalogProvider, CatalogRepository } from '../ports/catalog-repository.ts';
import { PromptRow, ProviderRow } from './rows.ts';
import type { SupabaseClients } from './supabase-clients.ts';
import { unwrap } from './unwrap.ts';

/** The catalog in Supabase, read with the secret key: models' configurations and prompts' texts are not public. */
export class SupabaseCatalogRepository implements CatalogRepository {
  readonly #clients: SupabaseClients;

  constructor(clients: SupabaseClients) {
    this.#clients = clients;
  }

  /** A row without a usable `config` is one the owner is still writing; it must not hide the others. */
  async listProviders(): Promise<CatalogProvider[]> {
    const query = this.#clients.asService
      .from('ai_providers')
      .select('id,name,api_identifier,description,config');
    const rows = await unwrap(query.eq('is_active', true).order('created_at').order('id'));
    return v.parse(v.array(v.unknown()), rows).flatMap((row) => {
      const provider = v.safeParse(ProviderRow, row);
      return provider.success ? [provider.output] : [];
    });
  }

  async listPrompts(): Promise<CatalogPrompt[]> {
    const query = this.#clients.asService.from('system_prompts').select('id,name,description,prompt_text');
    const rows = await unwrap(query.eq('is_active', true).order('created_at').order('id'));
    return v.parse(v.array(PromptRow), rows);
  }
}
