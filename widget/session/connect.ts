import type { ChatApi } from '../api/chat-api.ts';
import { createHttpChatApi } from '../api/http-chat-api.ts';
import type { KeyValueStorage } from '../stores/key-value-storage.ts';
import { createSafeStorage } from './safe-storage.ts';
import { createSession, type Session, type SessionOptions } from './session.ts';
import { createVisitorToken } from './visitor-token.ts';

/** What `createStores` needs of the world, for one element in one page. */
export interface Connection {
  readonly api: ChatApi;
  readonly session: Session;
  readonly storage: KeyValueStorage;
}

/**
 * Connects an element to its worker over HTTP, with the page's storage and session. Nothing is requested or stored
 * before the first call.
 * @param options.apiUrl where the worker is
 * @example createStores(connect({ apiUrl, getHostToken: () => element.getAccessToken?.() }))
 */
export function connect(
  options: { apiUrl: string } & Pick<SessionOptions, 'getHostToken' | 'getAttributeToken'>,
): Connection {
  const { apiUrl, ...tokens } = options;
  const storage = createSafeStorage(() => window.localStorage, `paynless:${apiUrl}:`);
  const api: ChatApi = createHttpChatApi({
    apiUrl,
    getAccessToken: (call) => session.getAccessToken(call),
    visitorToken: createVisitorToken(storage),
  });
  const session = createSession({
    ...tokens,
    getProject: () => api.getConfig(),
    storage: createSafeStorage(() => window.localStorage),
    events: window,
  });
  return { api, session, storage };
}
