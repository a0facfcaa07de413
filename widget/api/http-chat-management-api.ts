import { ClaimReply } from '../../protocol/claim.ts';
import { FeedbackReply } from '../../protocol/feedback.ts';
import { RenameChatReply } from '../../protocol/history.ts';
import { chatDetailsPath, chatExportPath, feedbackPath, memberPaths } from '../../protocol/paths.ts';
import { ChatApiError } from './chat-api-error.ts';
import type { ChatManagementApi } from './chat-management-api.ts';
import type { HttpOptions, Requester } from './create-requester.ts';
import { readFileName } from './read-file-name.ts';
import { requestJson } from './request-json.ts';

const accept = 'application/json';
const fileTypes = { md: 'text/markdown', json: accept } as const;

/** The rare calls of the worker over `fetch`: a chunk of its own, see `ChatApi.loadManagement`. */
export function createHttpChatManagementApi(
  request: Requester,
  getAccessToken: HttpOptions['getAccessToken'],
): ChatManagementApi {
  return {
    renameChat: (chatId, title, { signal } = {}) =>
      requestJson(request, RenameChatReply, chatDetailsPath(chatId), {
        method: 'PATCH',
        body: { title },
        signal,
      }),
    async prepareDelete(chatId) {
      const accessToken = await getAccessToken();
      if (accessToken === null) throw new ChatApiError('unauthenticated');
      return async ({ isLast = false } = {}) => {
        try {
          await request(chatDetailsPath(chatId), { method: 'DELETE', accept, isLast, accessToken });
        } catch (error) {
          if (!(error instanceof ChatApiError) || error.code !== 'not_found') throw error;
        }
      };
    },
    async exportChat(chatId, format, { signal } = {}) {
      const path = `${chatExportPath(chatId)}?format=${format}`;
      const response = await request(path, { accept: fileTypes[format], signal });
      const name = readFileName(response.headers.get('content-disposition')) ?? `chat.${format}`;
      return { name, file: await response.blob() };
    },
    giveFeedback: (messageId, body, { signal } = {}) =>
      requestJson(request, FeedbackReply, feedbackPath(messageId), { method: 'PUT', body, signal }),
    claimChats: (visitorToken, { signal } = {}) =>
      requestJson(request, ClaimReply, memberPaths.claim, { method: 'POST', visitor: visitorToken, signal }),
    async withdrawFeedback(messageId, { signal } = {}) {
      await request(feedbackPath(messageId), { method: 'DELETE', accept, signal });
    },
  };
}
