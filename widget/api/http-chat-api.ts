import * as v from 'valibot';
import { AiProvidersReply, SystemPromptsReply } from '../../protocol/catalog.ts';
import { DeploymentConfig } from '../../protocol/config.ts';
import type { StreamPart } from '../../protocol/event-stream.ts';
import { ChatDetailsReply, ChatHistoryReply } from '../../protocol/history.ts';
import { chatDetailsPath, chatStopPath, chatStreamPath, paths } from '../../protocol/paths.ts';
import { Quota } from '../../protocol/quota.ts';
import type { AnswerOptions, ChatApi, CallOptions } from './chat-api.ts';
import { ChatApiError } from './chat-api-error.ts';
import { createRequester, type HttpOptions, type Requester } from './create-requester.ts';
import type { readAnswer } from './read-answer.ts';

type LoadReader = () => Promise<{ readAnswer: typeof readAnswer }>;

/** A reply that does not fit the contract comes from something else than the worker: a proxy, a login page. */
async function getJson<Schema extends v.GenericSchema>(
  request: Requester,
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
 * @param loadReader fetches the code that reads a streamed answer
 */
export function createHttpChatApi(options: HttpOptions, loadReader: LoadReader): ChatApi {
  const request = createRequester(options);
  let config: Promise<DeploymentConfig> | null = null;

  function getConfig(): Promise<DeploymentConfig> {
    config ??= getJson(request, DeploymentConfig, paths.config, { isPublic: true }).catch(
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
      getJson(request, AiProvidersReply, paths.aiProviders, { signal, isPublic: true }),
    getSystemPrompts: ({ signal } = {}) =>
      getJson(request, SystemPromptsReply, paths.systemPrompts, { signal, isPublic: true }),
    getChatHistory: ({ signal, cursor } = {}) =>
      getJson(
        request,
        ChatHistoryReply,
        cursor === undefined ? paths.chatHistory : `${paths.chatHistory}?${new URLSearchParams({ cursor })}`,
        { signal },
      ),
    getChatMessages: (chatId, { signal } = {}) =>
      getJson(request, ChatDetailsReply, chatDetailsPath(chatId), { signal }),
    getAnonymousUsage: ({ signal } = {}) => getJson(request, Quota, paths.anonymousUsage, { signal }),
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
      const path = chatStopPath(chatId);
      const response = await request(path, {
        signal: undefined,
        ...options,
        method: 'POST',
        accept: 'application/json',
      });
      await response.body?.cancel();
    },
  };
}
