import * as v5 from 'ai-v5';
import * as v6 from 'ai-v6';
import * as v7 from 'ai-v7';
import type { ChatRequest } from '../../protocol/chat.ts';
import { paths } from '../../protocol/paths.ts';
import { createMemoryState } from './memory-state.ts';

/** What the three majors have in common of a message. */
export interface ClientMessage {
  readonly id: string;
  readonly role: string;
  readonly parts: readonly { readonly type: string; readonly text?: string }[];
  readonly metadata?: unknown;
}

/** What the three majors have in common of a chat. */
export interface Client {
  readonly status: string;
  readonly error: Error | undefined;
  messages: readonly ClientMessage[];
  sendMessage(message: { text: string }): Promise<void>;
  regenerate(): Promise<void>;
  resumeStream(): Promise<void>;
  stop(): Promise<void>;
}

/** Who talks with which model in which chat, and where. */
export interface Connection {
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly providerId: string;
  readonly chatId: string;
  /** Takes the news that are no part of a message: `data-quota` and `data-chat`. */
  readonly onData?: (part: { type: string; data: unknown }) => void;
}

class ChatV5 extends v5.AbstractChat<v5.UIMessage> {
  constructor(init: v5.ChatInit<v5.UIMessage>) {
    super({ ...init, state: createMemoryState<v5.UIMessage>() });
  }
}

class ChatV6 extends v6.AbstractChat<v6.UIMessage> {
  constructor(init: v6.ChatInit<v6.UIMessage>) {
    super({ ...init, state: createMemoryState<v6.UIMessage>() });
  }
}

class ChatV7 extends v7.AbstractChat<v7.UIMessage> {
  constructor(init: v7.ChatInit<v7.UIMessage>) {
    super({ ...init, state: createMemoryState<v7.UIMessage>() });
  }
}

/** A chat of each major of the AI SDK, connected to the Worker as its users would: with nothing but the documented options. */
export const majors: readonly [name: string, connect: (connection: Connection) => Client][] = [
  ['5', (to) => new ChatV5({ ...identity(to), transport: new v5.DefaultChatTransport(transport(to)) })],
  ['6', (to) => new ChatV6({ ...identity(to), transport: new v6.DefaultChatTransport(transport(to)) })],
  ['7', (to) => new ChatV7({ ...identity(to), transport: new v7.DefaultChatTransport(transport(to)) })],
];

/** The Worker's ids are UUIDs; the SDK's own are not. */
function identity({ chatId, onData }: Connection) {
  return { id: chatId, generateId: () => crypto.randomUUID(), ...(onData && { onData }) };
}

interface OutgoingRequest {
  readonly messages: readonly ClientMessage[];
  readonly trigger: 'submit-message' | 'regenerate-message';
}

function transport(connection: Connection) {
  const { url, headers } = connection;
  return {
    api: `${url}${paths.chat}`,
    headers,
    prepareSendMessagesRequest: (request: OutgoingRequest) => ({
      headers,
      body: toTurn(connection, request),
    }),
  };
}

/** The SDK sends the whole conversation; the Worker has it already and takes the last message alone. */
function toTurn({ providerId, chatId }: Connection, { messages, trigger }: OutgoingRequest): ChatRequest {
  const last = messages.at(-1);
  if (!last) throw new Error('There is nothing to send');
  return trigger === 'regenerate-message'
    ? { providerId, chatId, parentId: last.id, regenerate: true }
    : { providerId, chatId, messageId: last.id, message: textOf(last) };
}

/** The words of a message. */
export function textOf({ parts }: ClientMessage): string {
  return parts.map((part) => (part.type === 'text' ? (part.text ?? '') : '')).join('');
}
