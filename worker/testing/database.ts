import { inject } from 'vitest';
import * as v from 'valibot';
import './stack.ts';

const Rows = v.array(v.record(v.string(), v.unknown()));

/**
 * Rows as they are stored, seen by nobody but the service.
 * @param query of the Data API, `chat_messages?chat_id=eq.…`
 */
export async function rows(query: string): Promise<v.InferOutput<typeof Rows>> {
  const { supabaseUrl, secretKey } = inject('stack');
  const reply = await fetch(`${supabaseUrl}/rest/v1/${query}`, {
    headers: { apikey: secretKey, authorization: `Bearer ${secretKey}` },
  });
  return v.parse(Rows, await reply.json());
}

/** Stores rows as nobody but the service could. */
export function insertRows(table: string, inserted: readonly Record<string, unknown>[]): Promise<void> {
  return write('POST', table, inserted);
}

/**
 * Changes stored rows as nobody but the service could.
 * @param query which ones, `chat_messages?chat_id=eq.…`
 */
export function updateRows(query: string, changed: Record<string, unknown>): Promise<void> {
  return write('PATCH', query, changed);
}

async function write(method: string, query: string, body: unknown): Promise<void> {
  const { supabaseUrl, secretKey } = inject('stack');
  const reply = await fetch(`${supabaseUrl}/rest/v1/${query}`, {
    method,
    headers: {
      apikey: secretKey,
      authorization: `Bearer ${secretKey}`,
      'content-type': 'application/json',
      prefer: 'return=minimal',
    },
    body: JSON.stringify(body),
  });
  if (!reply.ok) throw new Error(`Rows were not stored: ${await reply.text()}`);
}
