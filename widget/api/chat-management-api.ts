import type { ClaimReply } from '../../protocol/claim.ts';
import type { FeedbackReply, FeedbackRequest } from '../../protocol/feedback.ts';
import type { RenameChatReply } from '../../protocol/history.ts';
import type { CallOptions } from './chat-api.ts';

/**
 * Deletes a chat. One that is gone already is deleted too.
 * @param options.isLast the page is about to go: the request outlives it
 */
export type DeleteChat = (options?: { isLast?: boolean }) => Promise<void>;

/**
 * What can be done with chats beside talking: the rare calls of the worker, apart from the others so that a panel can open and
 * send without their code. A port, as `ChatApi` is; every failure is a `ChatApiError`.
 */
export interface ChatManagementApi {
  /** Gives a chat of the user's own another name. */
  renameChat(chatId: string, title: string, options?: CallOptions): Promise<RenameChatReply>;

  /**
   * Makes ready to delete a chat of the user's own with all that was said in it: in the name of whoever is signed in now, whoever it
   * is when that is done. Asks for nothing yet.
   */
  prepareDelete(chatId: string): Promise<DeleteChat>;

  /** The transcript of a chat of the user's own, as a file with the name that the worker gave it. */
  exportChat(
    chatId: string,
    format: 'md' | 'json',
    options?: CallOptions,
  ): Promise<{ name: string; file: Blob }>;

  /** Says what the caller thinks of an answer in a chat of their own, instead of what they said before. */
  giveFeedback(messageId: string, feedback: FeedbackRequest, options?: CallOptions): Promise<FeedbackReply>;

  /**
   * Moves the chats of a visitor into the account of whoever is signed in. Safe to repeat.
   * @param visitorToken as the worker handed it out
   */
  claimChats(visitorToken: string, options?: CallOptions): Promise<ClaimReply>;

  /** Takes back what the caller said of an answer. */
  withdrawFeedback(messageId: string, options?: CallOptions): Promise<void>;
}
