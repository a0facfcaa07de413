import type { AiProvidersReply, SystemPromptsReply } from '../../protocol/catalog.ts';
import type { ChatRequest } from '../../protocol/chat.ts';
import type { DeploymentConfig } from '../../protocol/config.ts';
import type { StreamPart } from '../../protocol/event-stream.ts';
import type { ChatDetailsReply, ChatHistoryReply } from '../../protocol/history.ts';
import type { Quota } from '../../protocol/quota.ts';
import type { ChatManagementApi } from './chat-management-api.ts';

/** How a call can be given up. An aborted call rejects with the signal's reason, not with a `ChatApiError`. */
export interface CallOptions {
  signal?: AbortSignal | undefined;
}

/** How an answer is read. */
export interface AnswerOptions extends CallOptions {
  /** Hears whatever arrives, be it a heartbeat, before it is looked at: the worker is silent for half a second at most. */
  onActivity?: (() => void) | undefined;
  /** Hears the id of each event just before its part is yielded: where `resumeAnswer` can go on. */
  onEventId?: ((eventId: string) => void) | undefined;
}

/**
 * The worker as the widget sees it. Every failure is a `ChatApiError`.
 *
 * This is a port: stores know it alone, `createHttpChatApi` speaks it over HTTP, and a test speaks it from memory.
 */
export interface ChatApi {
  /** What this deployment offers. One request serves all callers; only a failed one is made again. */
  getConfig(options?: CallOptions): Promise<DeploymentConfig>;

  /** The models a visitor may choose. */
  getAiProviders(options?: CallOptions): Promise<AiProvidersReply>;

  /** The ways of answering a visitor may choose. */
  getSystemPrompts(options?: CallOptions): Promise<SystemPromptsReply>;

  /**
   * Sends one turn and yields the parts of its answer as they arrive. The iteration returns only after `finish`:
   * an `error` part throws its problem, a stream that just ends throws `interrupted`. Leaving the loop or aborting
   * the signal closes the connection, and stops nothing: see `stopAnswer`. A connection that is silent for too long, without
   * even a heartbeat, is `interrupted` too.
   */
  sendChatMessage(request: ChatRequest, options: AnswerOptions): AsyncIterable<StreamPart>;

  /**
   * Joins the answer that runs in a chat, and ends as `sendChatMessage` does. With `lastEventId` it goes on after that event
   * if it is one of this answer; else it tells all of it, from its `start`.
   * @returns null when none runs: what is stored is all there is
   */
  resumeAnswer(
    chatId: string,
    options: AnswerOptions & { lastEventId?: string | null },
  ): Promise<AsyncIterable<StreamPart> | null>;

  /**
   * Stops the answer that runs in a chat, if one does: the one that `lastEventId` belongs to, or without it the newest. Resolves when
   * that has been done.
   */
  stopAnswer(chatId: string, options?: CallOptions & { lastEventId?: string | null }): Promise<void>;

  /**
   * One page of the user's own chats, newest first. `cursor` is the `nextCursor` of the page before; `search` finds chats by their
   * title and by what was said in them.
   */
  getChatHistory(
    options?: CallOptions & { cursor?: string | undefined; search?: string | undefined },
  ): Promise<ChatHistoryReply>;

  /** One chat and its messages, in the order they were written. */
  getChatMessages(chatId: string, options?: CallOptions): Promise<ChatDetailsReply>;

  /** How many messages this visitor may still send. */
  getAnonymousUsage(options?: CallOptions): Promise<Quota>;

  /** Fetches the code of the calls that nobody needs before there is a chat to manage. */
  loadManagement(): Promise<ChatManagementApi>;
}
