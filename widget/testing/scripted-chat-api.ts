import type { StreamPart } from '../../protocol/event-stream.ts';
import type { Message } from '../../protocol/message.ts';
import type { Quota } from '../../protocol/quota.ts';
import type { ChatApi } from '../api/chat-api.ts';
import { ChatApiError } from '../api/chat-api-error.ts';
import type { ChatRequest } from '../../protocol/chat.ts';
import { deferred } from './deferred.ts';

/** A UUID that is easy to read in a failing test: `id(7)` ends in 7. */
export function id(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

export const providerId = id(901);
export const otherProviderId = id(902);
export const promptId = id(911);

/** One `sendChatMessage` under the test's control. */
export interface ScriptedTurn {
  readonly request: ChatRequest;
  readonly signal: AbortSignal;
  /** Lets these parts arrive. */
  send(...parts: StreamPart[]): void;
  /** Ends the answer: with an error if given, whole otherwise. */
  end(error?: Error): void;
}

/** A `ChatApi` in memory. Every call but `sendChatMessage` is a function that a test may replace. */
export interface ScriptedChatApi extends ChatApi {
  /** What was read of it, by the names of its methods. */
  readonly asked: readonly string[];
  readonly turns: ScriptedTurn[];
  /** The turn that was sent as number `index`, as soon as it is. */
  turn(index: number): Promise<ScriptedTurn>;
}

function scriptTurn(request: ChatRequest, signal: AbortSignal) {
  const queue: StreamPart[] = [];
  let ended = false;
  let failure: Error | undefined;
  let wake = deferred();
  const notify = () => {
    wake.resolve();
    wake = deferred();
  };
  signal.addEventListener('abort', notify);
  const turn: ScriptedTurn = {
    request,
    signal,
    send: (...parts) => {
      queue.push(...parts);
      notify();
    },
    end: (error) => {
      ended = true;
      failure = error;
      notify();
    },
  };
  async function* answer(): AsyncGenerator<StreamPart> {
    for (;;) {
      signal.throwIfAborted();
      const part = queue.shift();
      if (part !== undefined) yield part;
      else if (failure !== undefined) throw failure;
      else if (ended) return;
      else await wake.promise;
    }
  }
  return { turn, answer };
}

/** A message as the server stores it. */
export function message(number: number, changes: Partial<Message> = {}): Message {
  return {
    id: id(number),
    parentId: number > 1 ? id(number - 1) : null,
    role: number % 2 === 1 ? 'user' : 'assistant',
    content: `message ${String(number)}`,
    status: 'complete',
    finishReason: null,
    providerId: null,
    promptId: null,
    usage: null,
    createdAt: '2026-11-01T10:00:00.000Z',
    ...changes,
  };
}

/** What is left of three free messages. */
export function quotaOf(remaining: number, resetsAt: string | null = '2999-01-01T00:00:00.000Z'): Quota {
  return { limit: 3, used: 3 - remaining, remaining, resetsAt };
}

/** A server with two models and one prompt, where nothing has been said yet. */
export function createScriptedChatApi(overrides: Partial<ChatApi> = {}): ScriptedChatApi {
  const turns: ScriptedTurn[] = [];
  const asked: string[] = [];
  let sent = deferred();
  return {
    turns,
    asked,
    async turn(index) {
      let turn = turns[index];
      while (turn === undefined) {
        await sent.promise;
        turn = turns[index];
      }
      return turn;
    },
    sendChatMessage: (request, { signal = new AbortController().signal }) => {
      const { turn, answer } = scriptTurn(request, signal);
      turns.push(turn);
      sent.resolve();
      sent = deferred();
      return answer();
    },
    resumeAnswer: () => Promise.resolve(null),
    stopAnswer: () => Promise.resolve(),
    getConfig() {
      asked.push('getConfig');
      return Promise.resolve({
        supabaseUrl: 'https://project.example',
        supabaseKey: 'publishable',
        registerUrl: null,
        signInUrl: null,
        anonymousLimit: 3,
        defaults: { providerId: null, promptId: null },
        texts: {},
      });
    },
    getAiProviders() {
      asked.push('getAiProviders');
      return Promise.resolve({
        providers: [
          { id: providerId, name: 'First', description: null },
          { id: otherProviderId, name: 'Second', description: null },
        ],
      });
    },
    getSystemPrompts: () =>
      Promise.resolve({ prompts: [{ id: promptId, name: 'Helpful', description: null }] }),
    getChatHistory: () => Promise.resolve({ chats: [], nextCursor: null }),
    getChatMessages: (chatId) =>
      Promise.resolve({
        chat: { id: chatId, title: 'A chat', updatedAt: '2026-11-01T10:00:00.000Z' },
        messages: [message(1), message(2)],
      }),
    getAnonymousUsage() {
      asked.push('getAnonymousUsage');
      return Promise.resolve(quotaOf(3));
    },
    loadManagement: () => Promise.reject(new ChatApiError('service_unavailable')),
    ...overrides,
  };
}

/** The parts of an answer, in the worker's order. */
export const parts = {
  start: (answerId: string, chatId?: string): StreamPart => ({
    type: 'start',
    messageId: answerId,
    messageMetadata: chatId === undefined ? {} : { chatId },
  }),
  text: (delta: string): StreamPart => ({ type: 'text-delta', id: 'text', delta }),
  status: (status: Message['status']): StreamPart => ({
    type: 'message-metadata',
    messageMetadata: { status },
  }),
  finish: (status: Message['status'] = 'complete'): StreamPart => ({
    type: 'finish',
    finishReason: 'stop',
    messageMetadata: { status, usage: { inputTokens: 1, outputTokens: 2 } },
  }),
  chat: (chatId: string, title: string): StreamPart => ({
    type: 'data-chat',
    data: { id: chatId, title },
    transient: true,
  }),
  quota: (remaining: number): StreamPart => ({
    type: 'data-quota',
    data: quotaOf(remaining),
    transient: true,
  }),
};
