import { lastEventIdHeader, visitorHeader } from '../../protocol/paths.ts';
import { ChatApiError } from './chat-api-error.ts';
import { readProblem } from './read-problem.ts';
import type { SendAsVisitor } from './send-as-visitor.ts';

/** What a client of the worker needs. */
export interface HttpOptions {
  /** Where the worker is, with or without a slash at its end. */
  apiUrl: string;
  /** The user's access token, null for a visitor. `fresh` asks for another one than the last, which was refused. */
  getAccessToken: (options?: { fresh?: boolean }) => Promise<string | null>;
  /** One for all clients of a worker in one page: they are the same visitor. */
  sendAsVisitor: SendAsVisitor;
  fetch?: typeof fetch;
  /** What the browser believes about its connection; it decides only the words of a failure. */
  isOnline?: () => boolean;
  /** How long to wait for a reply: for the headers of an event stream, for all of everything else. */
  replyTimeoutMs?: number;
}

/** One call. */
export interface Call {
  accept: string;
  /** GET by default, and POST with a body. */
  method?: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Sent as JSON. */
  body?: unknown;
  /** Where a streamed answer goes on, see `event-id.ts`. */
  lastEventId?: string | null | undefined;
  /**
   * The reply is the same for everybody: no token goes out, so that no preflight is needed, and none is taken over:
   * a visitor the worker was not told about would be given a new name.
   */
  isPublic?: boolean;
  /** In whose name it goes out, whoever is signed in by then: it is not renewed, because the new one may be somebody else's. */
  accessToken?: string;
  /** The visitor whom the user was before: told beside the user's own token. */
  visitor?: string;
  /** The page may be gone before the reply comes: the browser sends it all the same. */
  isLast?: boolean;
  signal?: AbortSignal | undefined;
}

/** Who is calling: at most one of the two. */
interface Identity {
  accessToken?: string;
  visitor?: string | null;
}

/** @returns a reply whose status is a success; anything else is thrown as a `ChatApiError` */
export type Requester = (path: string, call: Call) => Promise<Response>;

function toHeaders(call: Call, { accessToken, visitor = call.visitor }: Identity): Headers {
  const headers = new Headers({ accept: call.accept });
  if (call.body !== undefined) headers.set('content-type', 'application/json');
  if (accessToken !== undefined) headers.set('authorization', `Bearer ${accessToken}`);
  if (visitor) headers.set(visitorHeader, visitor);
  if (call.lastEventId) headers.set(lastEventIdHeader, call.lastEventId);
  return headers;
}

/** Makes calls that carry the caller's identity and fail in one way. */
export function createRequester(options: HttpOptions): Requester {
  const { getAccessToken, sendAsVisitor, replyTimeoutMs = 30_000 } = options;
  const fetchFrom = options.fetch ?? ((...args) => globalThis.fetch(...args));
  const isOnline = options.isOnline ?? (() => navigator.onLine);
  const origin = options.apiUrl.replace(/\/+$/, '');

  async function exchange(path: string, call: Call, identity: Identity): Promise<Response> {
    const body = call.body === undefined ? null : JSON.stringify(call.body);
    const init = {
      method: call.method ?? (body === null ? 'GET' : 'POST'),
      body,
      headers: toHeaders(call, identity),
      keepalive: call.isLast ?? false,
    };

    call.signal?.throwIfAborted();
    // `AbortSignal.any` is younger than the browsers we are built for.
    const controller = new AbortController();
    const abort = (): void => {
      controller.abort(call.signal?.reason);
    };
    const timer = setTimeout(abort, replyTimeoutMs);
    call.signal?.addEventListener('abort', abort);
    try {
      const response = await fetchFrom(origin + path, { ...init, signal: controller.signal });
      const isWhole =
        response.status === 204 || response.headers.get('content-type')?.startsWith('text/event-stream');
      return isWhole ? response : new Response(await response.arrayBuffer(), response);
    } catch (cause) {
      call.signal?.throwIfAborted();
      throw new ChatApiError(isOnline() ? 'service_unavailable' : 'offline', { status: 0, cause });
    } finally {
      clearTimeout(timer);
    }
  }

  async function exchangeAsUser(path: string, call: Call, accessToken: string): Promise<Response> {
    const response = await exchange(path, call, { accessToken });
    if (response.status !== 401) return response;
    const fresh = await getAccessToken({ fresh: true });
    // Without a new token the refusal stands: what a user sends never goes out as a visitor's.
    return fresh === null || fresh === accessToken ? response : exchange(path, call, { accessToken: fresh });
  }

  async function exchangeAsCaller(path: string, call: Call): Promise<Response> {
    const accessToken = await getAccessToken();
    return accessToken === null
      ? sendAsVisitor((visitor) => exchange(path, call, { visitor }), call.signal)
      : exchangeAsUser(path, call, accessToken);
  }

  return async (path, call) => {
    call.signal?.throwIfAborted();
    const response = await (call.isPublic || call.accessToken
      ? exchange(path, call, call)
      : exchangeAsCaller(path, call));
    if (!response.ok) throw await readProblem(response);
    return response;
  };
}
