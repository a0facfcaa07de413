import { visitorHeader } from '../../protocol/paths.ts';
import { ChatApiError } from './chat-api-error.ts';
import { readProblem } from './read-problem.ts';

/** The visitor's token as the worker handed it out, kept wherever the caller likes. */
export interface VisitorToken {
  get(): string | null;
  set(token: string): void;
}

/** What a client of the worker needs. */
export interface HttpOptions {
  /** Where the worker is, with or without a slash at its end. */
  apiUrl: string;
  /** The user's access token, null for a visitor. `fresh` asks for another one than the last, which was refused. */
  getAccessToken: (options?: { fresh?: boolean }) => Promise<string | null>;
  visitorToken: VisitorToken;
  fetch?: typeof fetch;
  /** What the browser believes about its connection; it decides only the words of a failure. */
  isOnline?: () => boolean;
  /** How long to wait for the headers of a reply. */
  headersTimeoutMs?: number;
}

interface Call {
  accept: string;
  /** Sent as JSON with POST; without it the call is a GET. */
  body?: unknown;
  /**
   * The reply is the same for everybody: no token goes out, so that no preflight is needed, and none is taken over:
   * a visitor the worker was not told about would be given a new name.
   */
  isPublic?: boolean;
  signal: AbortSignal | undefined;
}

/** @returns a reply whose status is a success; anything else is thrown as a `ChatApiError` */
export type Requester = (path: string, call: Call) => Promise<Response>;

/** Makes calls that carry the caller's identity and fail in one way. */
export function createRequester(options: HttpOptions): Requester {
  const { getAccessToken, visitorToken, headersTimeoutMs = 30_000 } = options;
  const fetchFrom = options.fetch ?? ((...args) => globalThis.fetch(...args));
  const isOnline = options.isOnline ?? (() => navigator.onLine);
  const origin = options.apiUrl.replace(/\/+$/, '');

  async function exchange(path: string, call: Call, accessToken: string | null): Promise<Response> {
    const headers = new Headers({ accept: call.accept });
    if (call.body !== undefined) headers.set('content-type', 'application/json');
    if (accessToken !== null) headers.set('authorization', `Bearer ${accessToken}`);
    const visitor = call.isPublic || accessToken !== null ? null : visitorToken.get();
    if (visitor !== null) headers.set(visitorHeader, visitor);
    const post = call.body === undefined ? {} : { method: 'POST', body: JSON.stringify(call.body) };

    const timeout = new AbortController();
    const timer = setTimeout(() => {
      timeout.abort();
    }, headersTimeoutMs);
    const signal = AbortSignal.any([timeout.signal, ...(call.signal ? [call.signal] : [])]);
    try {
      return await fetchFrom(origin + path, { ...post, headers, signal });
    } catch (cause) {
      call.signal?.throwIfAborted();
      throw new ChatApiError(isOnline() ? 'service_unavailable' : 'offline', { status: 0, cause });
    } finally {
      clearTimeout(timer);
    }
  }

  async function exchangeAsCaller(path: string, call: Call): Promise<Response> {
    const token = await getAccessToken();
    const response = await exchange(path, call, token);
    if (token === null) {
      const visitor = response.headers.get(visitorHeader);
      if (visitor !== null) visitorToken.set(visitor);
    }
    if (response.status !== 401 || token === null) return response;
    const fresh = await getAccessToken({ fresh: true });
    // Without a new token the refusal stands: what a user sends never goes out as a visitor's.
    return fresh === null || fresh === token ? response : exchange(path, call, fresh);
  }

  return async (path, call) => {
    call.signal?.throwIfAborted();
    const response = await (call.isPublic ? exchange(path, call, null) : exchangeAsCaller(path, call));
    if (!response.ok) throw await readProblem(response);
    return response;
  };
}
