import { inject } from 'vitest';
import * as v from 'valibot';
import './stack.ts';

const Session = v.object({ access_token: v.string(), user: v.object({ id: v.string() }) });

/** Somebody who has just registered. */
export interface Member {
  readonly userId: string;
  readonly accessToken: string;
  /** Headers of their requests. */
  readonly headers: Record<string, string>;
}

/** Registers a new user with the real sign-up. */
export async function signUp(): Promise<Member> {
  const { supabaseUrl, publishableKey } = inject('stack');
  const reply = await fetch(`${supabaseUrl}/auth/v1/signup`, {
    method: 'POST',
    headers: { apikey: publishableKey, 'content-type': 'application/json' },
    body: JSON.stringify({ email: `${crypto.randomUUID()}@example.com`, password: 'correct horse battery' }),
  });
  const { access_token: accessToken, user } = v.parse(Session, await reply.json());
  return { userId: user.id, accessToken, headers: { authorization: `Bearer ${accessToken}` } };
}
