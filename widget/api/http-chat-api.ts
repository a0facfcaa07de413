import * as v from 'valibot';
import { AiProvidersReply, SystemPromptsReply } from '../../protocol/catalog.ts';
import { DeploymentConfig } from '../../protocol/config.ts';
import { ChatDetailsReply, ChatHistoryReply } from '../../protocol/history.ts';
import { chatDetailsPath, paths } from '../../protocol/paths.ts';
import { Quota } from '../../protocol/quota.ts';
import type { ChatApi, CallOptions } from './chat-api.ts';
import { ChatApiError } from './chat-api-error.ts';
import { createRequester, type HttpOptions } from './create-requester.ts';

/**
 * The worker's API over `fetch`. Whoever has an access token is a user, everyone else a visitor known by the token
 * that the worker hands out and this client keeps.
 * @param loadReader fetches the code that reads a streamed answer
 */
export function createHttpChatApi(
  options: HttpOptions,
  loadReader = () => import('./read-answer.ts'),
): ChatApi {
  const request = createRequester(options);
  let config: Promise<DeploymentConfig> | null = null;

  /** A reply that does not fit the contract comes from something else than the worker: a proxy, a login page. */
  async function getJson<Schema extends v.GenericSchema>(
    schema: Schema,
    path: string,
    { signal, isPublic = false }: CallOptions & { isPublic?: boolean } = {},
  ): Promise<v.InferOutput<Schema>> {
    const response = await request(path, { signal, isPublic, accept: 'application/json' });
    try {
      return v.parse(schema, await response.json());
    } catch (cause) {
      signal?.throwIfAborted();
      throw new ChatApiError('service_unavailable', { status: response.status, cause });
    }
  }

  function getConfig(): Promise<DeploymentConfig> {
    config ??= getJson(DeploymentConfig, paths.config, { isPublic: true }).catch((error: unknown) => {
      config = null;
      throw error;
    });
    return config;
  }

  return {
    getConfig,
    getAiProviders: ({ signal } = {}) =>
      getJson(AiProvidersReply, paths.aiProviders, { signal, isPublic: true }),
    getSystemPrompts: ({ signal } = {}) =>
      getJson(SystemPromptsReply, paths.systemPrompts, { signal, isPublic: true }),
    getChatHistory: ({ signal, cursor } = {}) =>
      getJson(
        ChatHistoryReply,
        cursor === undefined ? paths.chatHistory : `${paths.chatHistory}?${new URLSearchParams({ cursor })}`,
        { signal },
      ),
    getChatMessages: (chatId, { signal } = {}) =>
      getJson(ChatDetailsReply, chatDetailsPath(chatId), { signal }),
    getAnonymousUsage: ({ signal } = {}) => getJson(Quota, paths.anonymousUsage, { signal }),
    async *sendChatMessage(body, { signal }) {
      // What reads an answer is fetched while the message is on its way: nobody needs it before.
      const loading = loadReader();
      loading.catch(() => undefined);
      const response = await request(paths.chat, { signal, body, accept: 'text/event-stream' });
      const { readAnswer } = await loading.catch(async (cause: unknown) => {
        await response.body?.cancel();
        throw new ChatApiError('service_unavailable', { cause });
      });
      yield* readAnswer(response, signal);
    },
  };
}
