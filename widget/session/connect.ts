import type { ChatApi } from '../api/chat-api.ts';
import { createHttpChatApi } from '../api/http-chat-api.ts';
import { createVisitorSender, type SendAsVisitor } from '../api/send-as-visitor.ts';
import type { ChatChannel } from '../stores/chat-channel.ts';
import type { KeyValueStorage } from '../stores/key-value-storage.ts';
import { loadFollower } from '../stores/load-follower.ts';
import type { PageLife } from '../stores/page-life.ts';
import { createChatChannel } from './chat-channel.ts';
import { isKnownHere } from './is-known-here.ts';
import { listen } from './listen.ts';
import { createPageLife } from './page-life.ts';
import { createSafeStorage } from './safe-storage.ts';
import { createSession, type Session, type SessionOptions } from './session.ts';
import { createVisitorToken } from './visitor-token.ts';

/** What `createStores` needs of the world, for one element in one page. */
export interface Connection {
  readonly api: ChatApi;
  readonly session: Session;
  readonly storage: KeyValueStorage;
  readonly page: PageLife;
  readonly channel: ChatChannel;
  /**
   * Calls back when the page goes away, for good or into the back/forward cache.
   * @returns ends it
   */
  readonly onLeave?: (listener: () => void) => () => void;
  /** Whether somebody has used this chat in this browser, or is signed in. Nothing is stored to find out. */
  readonly isKnown: () => boolean;
}

/** All elements of a page that talk to one worker are one visitor, by the worker's address. */
const senders = new Map<string, SendAsVisitor>();

function visitorSenderFor(apiUrl: string, storage: KeyValueStorage): SendAsVisitor {
  const sender = senders.get(apiUrl) ?? createVisitorSender(createVisitorToken(storage));
  senders.set(apiUrl, sender);
  return sender;
}

/**
 * Connects an element to its worker over HTTP, with the page's storage and session. Nothing is requested or stored
 * before the first call, and the page is not listened to before somebody listens here.
 * @param options.apiUrl where the worker is
 * @example createStores(connect({ apiUrl, getHostToken: () => element.getAccessToken?.() }))
 */
export function connect(
  options: { apiUrl: string } & Pick<SessionOptions, 'getHostToken' | 'getAttributeToken'>,
): Connection {
  const { apiUrl, ...tokens } = options;
  const prefix = `paynless:${apiUrl}:`;
  const storage = createSafeStorage(() => window.localStorage, prefix);
  const api: ChatApi = createHttpChatApi(
    {
      apiUrl,
      getAccessToken: (call) => session.getAccessToken(call),
      sendAsVisitor: visitorSenderFor(apiUrl, storage),
    },
    loadFollower,
  );
  const session = createSession({
    ...tokens,
    getProject: () => api.getConfig(),
    storage: createSafeStorage(() => window.localStorage),
    events: window,
  });
  const page = createPageLife(window);
  const channel = createChatChannel(`paynless:${apiUrl}`, window);
  const onLeave = (listener: () => void) => listen(window, ['pagehide'], listener);
  const isKnown = () => isKnownHere(() => window.localStorage, prefix);
  return { api, session, storage, page, channel, onLeave, isKnown };
}
