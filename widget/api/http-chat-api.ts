import { AiProvidersReply, SystemPromptsReply } from '../../protocol/catalog.ts';
import { DeploymentConfig } from '../../protocol/config.ts';
import type { StreamPart } from '../../protocol/event-stream.ts';
import type { ChatDetailsReply, ChatHistoryReply } from '../../protocol/history.ts';
import { chatDetailsPath, chatStopPath, chatStreamPath, paths } from '../../protocol/paths.ts';
import { Quota } from '../../protocol/quota.ts';
import type { AnswerOptions, ChatApi } from './chat-api.ts';
import { ChatApiError } from './chat-api-error.ts';
import { createRequester, type HttpOptions, type Requester } from './create-requester.ts';
import type { createHttpChatManagementApi } from './http-chat-management-api.ts';
import type { readAnswer } from './read-answer.ts';
import { requestJson } from './request-json.ts';

/** What reads answers and stored chats: nobody needs it before there are some. */
type LoadReader = () => Promise<{
  readAnswer: typeof readAnswer;
  ChatDetailsReply: typeof ChatDetailsReply;
  ChatHistoryReply: typeof ChatHistoryReply;
}>;
type LoadManagement = () => Promise<{ createHttpChatManagementApi: typeof createHttpChatManagementApi }>;

/** Opens a streamed answer. @returns null when none runs */
async function getAnswer(
  request: Requester,
  loadReader: LoadReader,
  path: string,
  options: AnswerOptions,
  call: { body?: unknown; lastEventId?: string | null | undefined },
): Promise<AsyncIterable<StreamPart> | null> {
  // What reads an answer is fetched while the request is on its way: nobody needs it before.
  const loading = loadReader();
  loading.catch(() => undefined);
  const { signal } = options;
  const response = await request(path, { ...call, signal, accept: 'text/event-stream' });
  if (response.status === 204) return null;
  const reader = await loading.catch(async (cause: unknown) => {
    await response.body?.cancel();
    throw new ChatApiError('service_unavailable', { cause });
  });
  return reader.readAnswer(response, options);
}

/**
 * The worker's API over `fetch`. Whoever has an access token is a user, everyone else a visitor known by the token
 * that the worker hands out and this client keeps.
 * @param loadReader fetches the code that reads answers and stored chats
 * @param loadManagement fetches the code of the calls that are rare
 */
export function createHttpChatApi(
  options: HttpOptions,
  loadReader: LoadReader,
  loadManagement: LoadManagement = () => import('./http-chat-management-api.ts'),
): ChatApi {
  const request = createRequester(options);
  let config: Promise<DeploymentConfig> | null = null;

  function getConfig(): Promise<DeploymentConfig> {
    config ??= requestJson(request, DeploymentConfig, paths.config, { isPublic: true }).catch(
      (error: unknown) => {
        config = null;
        throw error;
      },
    );
    return config;
  }

  return {
    getConfig,
    getAiProviders: ({ signal } = {}) =>
      requestJson(request, AiProvidersReply, paths.aiProviders, { signal, isPublic: true }),
    getSystemPrompts: ({ signal } = {}) =>
      requestJson(request, SystemPromptsReply, paths.systemPrompts, { signal, isPublic: true }),
    getChatHistory({ signal, cursor, search } = {}) {
      const query = new URLSearchParams({ ...(search && { search }), ...(cursor && { cursor }) });
      const path = [paths.chatHistory, String(query)].filter(Boolean).join('?');
      return requestJson(request, async () => (await loadReader()).ChatHistoryReply, path, { signal });
    },
    getChatMessages: (chatId, { signal } = {}) =>
      requestJson(request, async () => (await loadReader()).ChatDetailsReply, chatDetailsPath(chatId), {
        signal,
      }),
    getAnonymousUsage: ({ signal } = {}) => requestJson(request, Quota, paths.anonymousUsage, { signal }),
    sendChatMessage(body, options) {
      const opening = getAnswer(request, loadReader, paths.chat, options, { body });
      // It is on its way whether somebody reads already or not.
      opening.catch(() => undefined);
      return (async function* () {
        const answer = await opening;
        if (answer === null) throw new ChatApiError('service_unavailable');
        yield* answer;
      })();
    },
    resumeAnswer: (chatId, { lastEventId, ...options }) =>
      getAnswer(request, loadReader, chatStreamPath(chatId), options, { lastEventId }),
    async stopAnswer(chatId, options = {}) {
      const call = { signal: undefined, ...options, method: 'POST', accept: 'application/json' } as const;
      const { body } = await request(chatStopPath(chatId), call);
      await body?.cancel();
    },
    async loadManagement() {
      try {
        return (await loadManagement()).createHttpChatManagementApi(request, options.getAccessToken);
      } catch (cause) {
        throw new ChatApiError('service_unavailable', { cause });
      }
    },
  };
}
