import type { Chat } from '../../protocol/history.ts';
import type { ChatApi } from '../api/chat-api.ts';
import { ChatApiError } from '../api/chat-api-error.ts';
import type { ChatManagementApi } from '../api/chat-management-api.ts';
import { id } from './scripted-chat-api.ts';

/** One call that waits for the test. */
export interface HeldCall {
  /** What is asked for and of what, such as `rename <id> New title`. */
  readonly what: string;
  /** Has the server do it, and its reply arrive. */
  readonly succeed: () => void;
  readonly fail: (error?: Error) => void;
}

/** A chat as the server stores it; the higher its number, the newer it is. */
export function chatOf(number: number, title: string | null = `Chat ${String(number)}`): Chat {
  return {
    id: id(number),
    title,
    updatedAt: `2026-11-01T10:00:00.${String(number).padStart(3, '0')}Z`,
  };
}

/** The chats of one user, and what can be done with them, in memory. Every call is kept in `calls`. */
export function createScriptedManagement(chats: readonly Chat[] = [], { pageSize = 30 } = {}) {
  const calls: string[] = [];
  const held: HeldCall[] = [];
  const server = {
    chats: [...chats],
    calls,
    held,
    /** Whether calls wait for the test; else they succeed by themselves. */
    isHolding: false,
    /** Whether a list is read when it is asked for, and not when its reply goes out: it may be out of date by then. */
    readsEarly: false,
    /** The chats of the visitor that nobody has claimed yet. */
    unclaimed: [] as string[],
    /** Whether the code of the rare calls can be fetched. */
    hasCode: true,
    api,
    /** A message was sent in this chat, which may be new. */
    touch,
  };
  let time = 500;

  function touch(chatId: string): void {
    const known = server.chats.find((chat) => chat.id === chatId);
    const updatedAt = `2026-11-01T10:00:00.${String(++time)}Z`;
    const others = server.chats.filter((chat) => chat !== known);
    server.chats = [{ id: chatId, title: known?.title ?? null, updatedAt }, ...others];
  }

  function call<Reply>(what: string, signal: AbortSignal | undefined, reply: () => Reply): Promise<Reply> {
    calls.push(what);
    return new Promise((resolve, reject) => {
      const succeed = () => {
        try {
          resolve(reply());
        } catch (error) {
          reject(error instanceof Error ? error : new Error('thrown', { cause: error }));
        }
      };
      if (!server.isHolding) {
        succeed();
        return;
      }
      const own: HeldCall = {
        what,
        succeed: () => {
          settle(succeed);
        },
        fail: (error = new ChatApiError('service_unavailable')) => {
          settle(() => {
            reject(error);
          });
        },
      };
      const settle = (how: () => void) => {
        held.splice(held.indexOf(own), 1);
        how();
      };
      held.push(own);
      signal?.addEventListener('abort', () => {
        own.fail(new DOMException('Aborted', 'AbortError'));
      });
    });
  }

  function find(chatId: string): Chat {
    const chat = server.chats.find((one) => one.id === chatId);
    if (!chat) throw new ChatApiError('not_found');
    return chat;
  }

  const management: ChatManagementApi = {
    renameChat: (chatId, title, { signal } = {}) =>
      call(`rename ${chatId} ${title}`, signal, () => {
        const chat = { ...find(chatId), title };
        server.chats = server.chats.map((one) => (one.id === chatId ? chat : one));
        return { chat };
      }),
    prepareDelete: (chatId) =>
      Promise.resolve(({ isLast = false } = {}) =>
        call(`delete ${chatId}${isLast ? ' at last' : ''}`, undefined, () => {
          server.chats = server.chats.filter((chat) => chat.id !== chatId);
        }),
      ),
    claimChats: (visitorToken, { signal } = {}) =>
      call(`claim ${visitorToken}`, signal, () => {
        const chatIds = server.unclaimed;
        server.unclaimed = [];
        return { chatIds };
      }),
    exportChat: (chatId, format, { signal } = {}) =>
      call(`export ${chatId} ${format}`, signal, () => ({
        name: `${find(chatId).title ?? 'chat'}.${format}`,
        file: new Blob(['Hello']),
      })),
    giveFeedback: (messageId, { rating, comment = null }, { signal } = {}) =>
      call(`rate ${messageId} ${rating}`, signal, () => ({
        feedback: { rating, comment: comment?.trim() ?? null },
      })),
    withdrawFeedback: (messageId, { signal } = {}) => call(`withdraw ${messageId}`, signal, () => undefined),
  };

  function page(search: string, cursor: string) {
    const found = server.chats.filter(
      ({ title, updatedAt }) => (title ?? '').includes(search) && (cursor === '' || updatedAt < cursor),
    );
    const shown = found.slice(0, pageSize);
    return { chats: shown, nextCursor: found.length > pageSize ? (shown.at(-1)?.updatedAt ?? null) : null };
  }

  function api(): Pick<ChatApi, 'getChatHistory' | 'loadManagement'> {
    return {
      getChatHistory({ signal, search = '', cursor = '' } = {}) {
        const early = page(search, cursor);
        const reply = () => (server.readsEarly ? early : page(search, cursor));
        return call(`list ${search} ${cursor}`.trim(), signal, reply);
      },
      loadManagement: () =>
        server.hasCode
          ? Promise.resolve(management)
          : Promise.reject(new ChatApiError('service_unavailable')),
    };
  }

  return server;
}
