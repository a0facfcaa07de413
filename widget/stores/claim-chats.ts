import type { ChatApi } from '../api/chat-api.ts';
import { ChatApiError } from '../api/chat-api-error.ts';
import { createBackoff } from './backoff.ts';
import type { Stores } from './create-stores.ts';
import type { SessionState } from './current-session.ts';
import type { KeyValueStorage } from './key-value-storage.ts';
import type { OutboxStorage } from './outbox-storage.ts';
import type { PendingMessage, PendingMessages } from './pending-message.ts';
import type { Place } from './resume-chat.ts';

/** Where the worker's token for a visitor is kept. */
const visitorKey = 'visitor';
/** For whom that visitor's chats were claimed last; nobody, when they have been a visitor again since. */
const claimedKey = 'claimed';

/** What a visitor who has become a user needs. */
export interface ClaimOptions {
  readonly api: Pick<ChatApi, 'loadManagement'>;
  readonly stores: Pick<Stores, 'session' | 'history' | 'resumeLatestChat'> & {
    readonly chat: Pick<Stores['chat'], '$chatId' | '$messages' | '$answer' | 'loadChatDetails'>;
  };
  readonly storage: KeyValueStorage;
  readonly pending: PendingMessages;
  readonly outbox: Pick<OutboxStorage, 'put' | 'read'>;
  readonly getPlace: () => Place;
  /** A message of theirs is sent now: it is nothing that is still being written. */
  readonly onSend: (chatId: string, text: string) => void;
  readonly random?: () => number;
}

/** What is being claimed in this page, by whom and with which token: for all of its elements together. */
const claims = new Map<string, Promise<readonly string[]>>();

async function askForChats({ api }: ClaimOptions, token: string): Promise<readonly string[]> {
  const management = await api.loadManagement();
  try {
    return (await management.claimChats(token)).chatIds;
  } catch (error) {
    // The token is of another deployment: what was said under it is out of reach, what waits can still be sent.
    if (error instanceof ChatApiError && error.code === 'invalid_request') return [];
    throw error;
  }
}

function claimOnce(options: ClaimOptions, userId: string): Promise<readonly string[]> {
  const token = options.storage.getItem(visitorKey);
  if (token === null) return Promise.resolve([]);
  const key = `${userId} ${token}`;
  const claim =
    claims.get(key) ??
    askForChats(options, token).catch((error: unknown) => {
      claims.delete(key);
      throw error;
    });
  claims.set(key, claim);
  return claim;
}

/** Hands the message that waited over to what sends it: written down under its own id, it goes out once, whatever the tabs do. */
function writeDown(
  { messageId, message, chatId, parentId, providerId, promptId, createdAt }: PendingMessage,
  outbox: ClaimOptions['outbox'],
  userId: string,
): boolean {
  const isKnown = outbox.read(userId)?.some((one) => one.messageId === messageId) ?? false;
  const unsent = { messageId, text: message, chatId, parentId, providerId, promptId, createdAt };
  return isKnown || outbox.put(unsent, userId);
}

/** Which chat a visitor was in here, and whether one that nobody was in is for this element. */
function lookAround({ storage, getPlace }: ClaimOptions) {
  const { key, others, isFirst } = getPlace();
  const remembered = (place: string) => storage.getItem(`chat:${place}`);
  const own = remembered(key);
  const isOwn = (chatId: string) =>
    chatId === own || (isFirst && !others.some((place) => remembered(place) === chatId));
  return { own, isOwn };
}

/** What was kept is done with when it is in its chat and written down no more: it was accepted, or taken back. */
function forgetSent({ stores: { chat }, pending, outbox }: ClaimOptions, userId: string): void {
  const waiting = pending.read();
  const unsent = outbox.read(userId);
  if (!waiting || !unsent || chat.$chatId.get() !== waiting.chatId) return;
  const isShown = chat.$messages.get().some(({ id }) => id === waiting.messageId);
  if (isShown && !unsent.some(({ messageId }) => messageId === waiting.messageId))
    pending.forget(waiting.messageId);
}

async function claimChats(options: ClaimOptions, userId: string, isStill: () => boolean): Promise<void> {
  const { stores, storage, pending, outbox, onSend } = options;
  const { chat, history } = stores;
  const found = pending.read();
  // What another user has in hand is theirs.
  const waiting = found?.userId === undefined || found.userId === userId ? found : null;
  if (waiting === null && storage.getItem(claimedKey) === userId) return;
  const chatIds = await claimOnce(options, userId);
  if (!isStill()) return;
  storage.setItem(claimedKey, userId);
  if (chatIds.length > 0) void history.get()?.loadChatHistory();
  const { own, isOwn } = lookAround(options);
  if (waiting !== null && isOwn(waiting.chatId) && writeDown(waiting, outbox, userId)) {
    pending.assign(waiting.messageId, userId);
    onSend(waiting.chatId, waiting.message);
    await chat.loadChatDetails(waiting.chatId);
    forgetSent(options, userId);
  } else if (own !== null && chatIds.includes(own)) await chat.loadChatDetails(own);
  else if (chatIds.length > 0 && chat.$chatId.get() === null) await stores.resumeLatestChat();
}

/**
 * Follows who is signed in. Whoever was a visitor here and is a user now gets the chats that they had into their account, and then the
 * message that met the limit is sent in the same conversation. It is forgotten only when the server has it, or its person took it back.
 * @returns ends it
 */
export function followClaims(options: ClaimOptions): () => void {
  const { stores, random = Math.random } = options;
  const { session, chat } = stores;
  /** Changes with the session. */
  let visit = {};
  let timer: ReturnType<typeof setTimeout> | undefined;

  function leave(): void {
    visit = {};
    clearTimeout(timer);
  }

  function follow(state: SessionState): void {
    leave();
    if (state.state !== 'user') {
      // What they say from now on is to be claimed when they are back.
      claims.clear();
      return;
    }
    const { userId } = state;
    const own = visit;
    const isStill = () => visit === own;
    const backoff = createBackoff(random);
    const attempt = (): void => {
      claimChats(options, userId, isStill).catch((error: unknown) => {
        // What is refused for good is still kept: the next page tries again.
        if (isStill() && error instanceof ChatApiError && error.retryable)
          timer = setTimeout(attempt, backoff.next());
      });
    };
    attempt();
  }

  const ends = [
    session.$session.subscribe(follow),
    chat.$answer.listen(() => {
      const state = session.$session.get();
      if (state.state === 'user') forgetSent(options, state.userId);
    }),
    leave,
  ];
  return () => {
    for (const end of ends) end();
  };
}
