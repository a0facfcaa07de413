import * as v from 'valibot';
import { paths, visitorHeader } from '../../protocol/paths.ts';

/** Where somebody can register. */
interface SupabaseAddress {
  url: string;
  publishableKey: string;
}

/** Somebody who uses the API: what their requests carry. */
export interface ApiCaller {
  headers: Record<string, string>;
}

const Session = v.object({ access_token: v.string(), user: v.object({ id: v.string() }) });

/** Registers a new user with the real sign-up. */
export async function signUpMember({
  url,
  publishableKey,
}: SupabaseAddress): Promise<ApiCaller & { id: string }> {
  const reply = await fetch(`${url}/auth/v1/signup`, {
    method: 'POST',
    headers: { apikey: publishableKey, 'content-type': 'application/json' },
    body: JSON.stringify({ email: `${crypto.randomUUID()}@example.com`, password: 'correct horse battery' }),
  });
  const { access_token: token, user } = v.parse(Session, await reply.json());
  return { id: user.id, headers: { authorization: `Bearer ${token}` } };
}

/** Becomes a visitor whom the Worker has not met before. */
export async function meetVisitor(workerUrl: string): Promise<ApiCaller> {
  const reply = await fetch(`${workerUrl}${paths.anonymousUsage}`, { headers: fromFreshAddress() });
  const token = reply.headers.get(visitorHeader);
  if (token === null) throw new Error('No visitor token came back');
  return { headers: { [visitorHeader]: token } };
}

/**
 * Says that a request comes from an address of its own. Cloudflare sets this header itself, whatever a client sends; the
 * local workerd sets it only where there is none.
 */
export function fromFreshAddress(): Record<string, string> {
  // A /64 of its own within the documentation prefix (RFC 3849).
  const digits = crypto.randomUUID().replaceAll('-', '');
  return { 'cf-connecting-ip': `2001:db8:${digits.slice(0, 4)}:${digits.slice(4, 8)}::1` };
}
