import { base64url } from 'jose';
import * as v from 'valibot';
import { memberPaths } from '../../protocol/paths.ts';
import { SessionCodeReply } from '../../protocol/session-hand-off.ts';
import type { TestWorker } from './create-test-worker.ts';
import type { Member } from './sign-up.ts';

/** The page with the widget, of another origin than the register page. */
export const shop = 'https://shop.example';

/** Another page that this deployment allows. */
export const blog = 'https://blog.example';

/** What a widget makes up before it sends somebody to register. */
export interface Pkce {
  readonly codeVerifier: string;
  readonly codeChallenge: string;
}

/** A verifier and its challenge (RFC 7636, sections 4.1 and 4.2). */
export async function createPkce(): Promise<Pkce> {
  const codeVerifier = base64url.encode(crypto.getRandomValues(new Uint8Array(32)));
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(codeVerifier));
  return { codeVerifier, codeChallenge: base64url.encode(new Uint8Array(digest)) };
}

/** The part of a session that stands in no header. */
export const handedOver = { refreshToken: 'v1.the-refresh-token', expiresAt: 1_800_000_000 };

type Headers = Record<string, string>;

/** Sends a body as JSON. */
export function post(
  worker: TestWorker,
  path: string,
  body: unknown,
  headers: Headers = {},
): Promise<Response> {
  const type = { 'content-type': 'application/json' };
  return worker.send(path, { method: 'POST', headers: { ...type, ...headers }, body: JSON.stringify(body) });
}

/** Leaves a member's session for a page. */
export function leaveSession(
  worker: TestWorker,
  { headers }: Pick<Member, 'headers'>,
  body: Record<string, unknown>,
): Promise<Response> {
  return post(
    worker,
    memberPaths.sessionCode,
    { ...handedOver, redirectTo: `${shop}/cart`, ...body },
    headers,
  );
}

/** The code in the address that a reply sends somebody to. */
export async function readCode(reply: Response): Promise<string> {
  const { redirectTo } = v.parse(SessionCodeReply, await reply.json());
  return v.parse(v.string(), new URL(redirectTo).searchParams.get('code'));
}

/** Takes a session as the widget of a page. */
export function takeSession(
  worker: TestWorker,
  body: Record<string, unknown>,
  origin: string | null = shop,
): Promise<Response> {
  return post(worker, memberPaths.sessionExchange, body, origin === null ? {} : { origin });
}
