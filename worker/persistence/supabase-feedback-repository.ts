import * as v from 'valibot';
import { Feedback } from '../../protocol/feedback.ts';
import type { Caller } from '../ports/caller.ts';
import type { FeedbackRepository } from '../ports/feedback-repository.ts';
import { storableText } from './storable-text.ts';
import type { SupabaseClients } from './supabase-clients.ts';
import { unwrap, unwrapAsUser } from './unwrap.ts';

/** Feedback in Supabase. Users give it in their own name, visitors with the secret key and their id. */
export class SupabaseFeedbackRepository implements FeedbackRepository {
  readonly #clients: SupabaseClients;

  constructor(clients: SupabaseClients) {
    this.#clients = clients;
  }

  async give(caller: Caller, messageId: string, { rating, comment }: Feedback): Promise<Feedback> {
    const storable = comment === null ? null : storableText(comment);
    return v.parse(Feedback, await this.#keep(caller, messageId, rating, storable));
  }

  async withdraw(caller: Caller, messageId: string): Promise<void> {
    await this.#keep(caller, messageId, null, null);
  }

  #keep(
    caller: Caller,
    messageId: string,
    rating: Feedback['rating'] | null,
    comment: string | null,
  ): Promise<unknown> {
    const args = { p_message_id: messageId, p_rating: rating, p_comment: comment };
    if (caller.kind === 'user')
      return unwrapAsUser(this.#clients.asUser(caller.accessToken).rpc('give_feedback', args));
    const visitor = { p_visitor_id: caller.visitorId };
    return unwrap(this.#clients.asService.rpc('give_anonymous_feedback', { ...visitor, ...args }));
  }
}
